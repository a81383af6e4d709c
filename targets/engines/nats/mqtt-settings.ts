import type { Json } from "../../../compiler/model/json.ts";
import type { GeneratedSetting } from "./generated-settings.ts";
import type { Setting } from "./settings.ts";

/**
 * Settings of the block `mqtt` that are passed through, sorted by name. Reload classes as measured on 2.10 to 2.15;
 * `ack_wait` and `max_ack_pending` bind subscriptions at QoS 1 that are made from then on.
 */
export const mqttSettings: readonly Setting[] = [
  { name: "ack_wait", type: "duration", reloadsSince: "2.10", least: 1, greatest: 86_400_000 },
  { name: "downgrade_qos2_subscribe", type: "boolean" },
  { name: "max_ack_pending", type: "count", reloadsSince: "2.10", least: 1, greatest: 65_535 },
  { name: "reject_qos2_publish", type: "boolean" },
];

const address: GeneratedSetting = {
  wins: "listeners",
  why: "every port follows from `listeners` and from who speaks MQTT",
};
const rights: GeneratedSetting = {
  wins: "accounts",
  why: "who may log in and do what follows from the applications and links",
};
const storing: GeneratedSetting = {
  wins: "mqtt block",
  why: "what MQTT clients leave is kept where the broker itself stores, on as many of its servers as events are",
};
const sessions: GeneratedSetting = {
  wins: "sessions",
  why: "a client that comes back later than that is told that it is subscribed, and hears nothing more at QoS 1",
};
const tls: GeneratedSetting = { wins: "tls", why: "encryption follows from the broker's `tls`" };

/** Settings of the block that a manifest cannot give, by name, with what stands there instead and why that wins. */
export const generatedMqttSettings: ReadonlyMap<string, GeneratedSetting> = new Map(
  [
    { group: address, names: ["listen", "host", "net", "port"] },
    { group: rights, names: ["authorization", "authentication", "no_auth_user"] },
    {
      group: storing,
      names: ["js_domain", "stream_replicas", "consumer_replicas", "consumer_memory_storage"],
    },
    // Seen on 2.10.26, 2.12.8 and 2.15.1; a clean session alone brought it back.
    { group: sessions, names: ["consumer_inactive_threshold"] },
    { group: tls, names: ["tls"] },
  ].flatMap(({ group, names }) => names.map((name) => [name, group] as const)),
);

/** The map under `mqtt` in a broker's settings, as written; empty where there is none. */
export function writtenMqttSettings({ mqtt }: { readonly [key: string]: Json }): {
  readonly [key: string]: Json;
} {
  return typeof mqtt === "object" && mqtt !== null && !isList(mqtt) ? mqtt : {};
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** What the block `mqtt` says beside what is generated, in the order printed, sorted by name. */
export function mqttSettingsOf(written: {
  readonly [key: string]: Json;
}): readonly (readonly [string, Json])[] {
  const given = writtenMqttSettings(written);
  return mqttSettings.flatMap(({ name }) => {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    return value === undefined ? [] : [[name, value] as const];
  });
}
