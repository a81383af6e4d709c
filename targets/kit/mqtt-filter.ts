import { invariant } from "../../compiler/diagnostics/invariant.ts";
import type { Pattern } from "../../compiler/model/topic.ts";
import type { Encoded } from "./branded.ts";

/** An MQTT topic filter (MQTT 3.1.1, 4.7). */
export type MqttFilter = Encoded<"mqtt filter">;

/** What a level must not hold: MQTT's own separators and wildcards, and NUL, which ends a topic for brokers in C. */
// oxlint-disable-next-line no-control-regex -- NUL is meant
const notInLevel = /[/+#\u0000]/;

/**
 * A topic pattern as topic filter: `*` becomes `+`, and `>`, one or more further levels, becomes `+/#`, since `a/#`
 * takes in `a` itself (MQTT 3.1.1, 4.7.1.2) and `a/+/#` takes in `a/b` and what is below it.
 */
export function mqttFilter(pattern: Pattern): MqttFilter {
  invariant(pattern.length > 0, "a topic filter has at least one level");
  for (const level of pattern) {
    const isLevel = level === "*" || level === ">" || (level !== "" && !notInLevel.test(level));
    invariant(isLevel, `${JSON.stringify(level)} cannot be a level of an MQTT topic`);
  }
  return mqttAddress(pattern) as MqttFilter;
}

/**
 * A topic, or a set of topics, as MQTT clients write it, whatever its levels hold (MQTT 5.0, 4.7.1). So at Mosquitto 2.0,
 * in rights and in lists of bridges too, and at nats-server 2.10 to 2.15.
 */
export function mqttAddress(topic: Pattern): string {
  return topic.map((level) => (level === ">" ? "+/#" : level === "*" ? "+" : level)).join("/");
}
