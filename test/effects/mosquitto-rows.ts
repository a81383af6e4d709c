import type { Json } from "../../compiler/model/json.ts";
import { settings } from "../../targets/engines/mosquitto/settings.ts";
import { both, type EffectRow, there } from "./row.ts";

const engine = "mosquitto";
const alone = "a Mosquitto";
const bridged = "a Mosquitto at a hub";

const applications = (patch: Json): Json => ({ applications: patch });
const plant = (patch: Json): Json => ({ brokers: { plant: patch } });

const reload = both("RELOAD");
const interrupts = both("INTERRUPTS");

/** A value of each setting that differs from what meshc writes and from what the broker does by itself. */
const values: Readonly<Record<string, Json>> = {
  allow_zero_length_clientid: false,
  auto_id_prefix: "gen-",
  autosave_interval: 50,
  autosave_on_changes: true,
  check_retain_source: false,
  connection_messages: false,
  log_timestamp: false,
  log_timestamp_format: "%H:%M:%S",
  log_type: ["error", "information"],
  max_inflight_bytes: "64KB",
  max_inflight_messages: 10,
  max_keepalive: 600,
  max_packet_size: "2MB",
  max_qos: 1,
  max_queued_bytes: "32MB",
  max_queued_messages: 5_000,
  max_topic_alias: 5,
  memory_limit: "512MB",
  message_size_limit: "1MB",
  persistent_client_expiration: "14d",
  queue_qos0_messages: true,
  retain_available: true,
  set_tcp_nodelay: true,
  sys_interval: 5,
  upgrade_outgoing_qos: true,
};

/** What changes of Mosquitto brokers do. */
export const mosquittoRows: readonly EffectRow[] = [
  {
    engine,
    what: "an application more",
    base: alone,
    patch: applications({ more: { team: "one", broker: "plant", subscribe: ["orders.placed"] } }),
    one: reload,
  },
  {
    engine,
    what: "a right more of an application",
    base: alone,
    patch: applications({ till: { publish: ["orders.placed", "orders.paid"] } }),
    one: reload,
  },
  { engine, what: "an application less", base: alone, patch: applications({ extra: null }), one: reload },
  { engine, what: "the port for clients", base: alone, moves: { plant: "mqtt" }, one: interrupts },
  { engine, what: "TLS", base: alone, tls: true, one: interrupts },
  {
    engine,
    what: "what a bridge carries",
    base: bridged,
    patch: applications({ board: { subscribe: ["orders.placed", "orders.paid"] } }),
    one: interrupts,
  },
  {
    engine,
    what: "a standby of a bridge",
    base: bridged,
    patch: plant({ uplink: ["core", "west"] }),
    one: interrupts,
  },
  {
    engine,
    what: "an application more with what a bridge carries",
    base: bridged,
    patch: applications({
      more: { team: "one", broker: "plant", subscribe: ["orders.placed"] },
      board: { subscribe: ["orders.placed", "orders.paid"] },
    }),
    one: interrupts,
  },
  {
    engine,
    what: "a right more where a setting is lost by each reload",
    base: "a Mosquitto that limits QoS",
    patch: applications({ till: { publish: ["orders.placed", "orders.paid"] } }),
    one: interrupts,
  },
  ...settings.map(({ name, reload: taken }): EffectRow => ({
    engine,
    what: `the setting \`${name}\``,
    base: alone,
    patch: plant({ settings: { [name]: values[name] ?? null } }),
    one: there(taken === "taken" ? "RELOAD" : "INTERRUPTS"),
  })),
];
