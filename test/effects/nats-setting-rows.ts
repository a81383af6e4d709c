import type { Json } from "../../compiler/model/json.ts";
import { mqttSettings } from "../../targets/engines/nats/mqtt-settings.ts";
import { settings } from "../../targets/engines/nats/settings.ts";
import { isSince, versions } from "../../targets/engines/nats/versions.ts";
import { type ByVersion, type EffectRow, there } from "./row.ts";

const engine = "nats";
const one = "one broker";
const mqtt = "MQTT at a broker";

const core = (patch: Json): Json => ({ brokers: { core: patch } });

/** A value of each setting that differs from what meshc writes and from what the server does by itself. */
const values: Readonly<Record<string, Json>> = {
  connect_error_reports: 10,
  debug: true,
  disable_sublist_cache: true,
  lame_duck_duration: "40s",
  lame_duck_grace_period: "2s",
  logtime: false,
  logtime_utc: true,
  max_closed_clients: 100,
  max_connections: 2,
  max_control_line: "8KB",
  max_payload: "2MB",
  max_pending: "32MB",
  max_subscriptions: 1000,
  max_traced_msg_len: 10,
  no_fast_producer_stall: true,
  ping_interval: "20s",
  ping_max: 3,
  reconnect_error_reports: 10,
  server_metadata: { rack: "r1" },
  server_tags: ["eu"],
  write_deadline: "2s",
  write_timeout: "retry",
};

const mqttValues: Readonly<Record<string, Json>> = {
  ack_wait: "20s",
  downgrade_qos2_subscribe: true,
  max_ack_pending: 50,
  reject_qos2_publish: true,
};

const minors = versions.map(({ minor }) => minor);

/** Every setting of NATS brokers that is passed through. */
export const natsSettingRows: readonly EffectRow[] = [
  ...settings.map(({ name, reloadsSince, since }): EffectRow => {
    // A reload ends connections beyond a lower bound, and nobody knows before how many there are.
    const down = name === "max_connections";
    const alone = effect(reloadsSince, "INTERRUPTS");
    return {
      engine,
      what: `the setting \`${name}\``,
      base: one,
      patch: core({ settings: { [name]: values[name] ?? null } }),
      versions: minors.filter((minor) => isSince(minor, since ?? "2.10")),
      one: there(down ? "INTERRUPTS" : alone),
      ...(["max_payload", "max_pending"].includes(name) && {
        three: there(effect(reloadsSince, "ROLLING RESTART")),
      }),
    };
  }),
  ...mqttSettings.map(({ name, reloadsSince }): EffectRow => ({
    engine,
    what: `the setting \`mqtt.${name}\``,
    base: mqtt,
    patch: core({ settings: { mqtt: { [name]: mqttValues[name] ?? null } } }),
    one: there(effect(reloadsSince, "INTERRUPTS")),
  })),
];

function effect(reloadsSince: string | undefined, otherwise: "INTERRUPTS" | "ROLLING RESTART"): ByVersion {
  if (reloadsSince === undefined) return otherwise;
  return reloadsSince === "2.10" ? "RELOAD" : { "2.10": otherwise, [reloadsSince]: "RELOAD" };
}
