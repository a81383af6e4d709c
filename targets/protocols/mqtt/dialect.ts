import type { Pattern } from "../../../compiler/model/topic.ts";
import type { Dialect } from "../../../compiler/target.ts";
import { hostPort } from "../../kit/host-port.ts";

/** What a broker keeps to itself beside what every MQTT broker does. */
export interface OwnTopics {
  readonly closedToSubscribe: readonly string[];
  readonly closedToPublish: readonly string[];
}

/** Sets that nobody of the mesh may hear: everything, and what a broker tells of itself (MQTT 5.0, 4.7.2). */
const closedToSubscribe = ["#", "+/#", "$SYS/#"] as const;
/** Where nobody of the mesh may publish. */
const closedToPublish = ["$SYS/broker/version", "meshc-probe"] as const;

/**
 * A topic, or a set of topics, as MQTT clients write it (MQTT 5.0, 4.7.1). `#` also stands for no level at all, `>` does
 * not: `a/>` is `a/+/#`, which hears `a/b` and `a/b/c` and not `a`, at Mosquitto 2.0 and at nats-server 2.10 to 2.15.
 */
export function mqttAddress(topic: Pattern): string {
  return topic.map((level) => (level === ">" ? "+/#" : level === "*" ? "+" : level)).join("/");
}

/** MQTT as clients of a broker see it; `own` = what that broker keeps to itself besides. */
export function mqttDialect(own: OwnTopics): Dialect {
  return {
    listener: "mqtt",
    url: (listener) => `${listener.authority === undefined ? "mqtt" : "mqtts"}://${hostPort(listener)}`,
    address: mqttAddress,
    closedToSubscribe: [...closedToSubscribe, ...own.closedToSubscribe],
    closedToPublish: [...closedToPublish, ...own.closedToPublish],
    noRequest: "meshc-probe",
  };
}
