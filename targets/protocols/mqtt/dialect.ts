import type { Dialect, UntoldDialect } from "../../../compiler/target.ts";
import { hostPort } from "../../kit/host-port.ts";
import { mqttAddress } from "../../kit/mqtt-filter.ts";

/** What is a broker's own way to speak MQTT. */
export interface MqttBroker {
  /** What it keeps to itself beside what every MQTT broker does. */
  readonly closedToSubscribe: readonly string[];
  readonly closedToPublish: readonly string[];
  /** What somebody who may not do it seems to be let do. */
  readonly untold: UntoldDialect["actions"];
}

/** Sets that nobody of the mesh may hear: everything, and what a broker tells of itself (MQTT 5.0, 4.7.2). */
const closedToSubscribe = ["#", "+/#", "$SYS/#"] as const;
/** Where nobody of the mesh may publish. */
const closedToPublish = ["$SYS/broker/version", "meshc-probe"] as const;

/**
 * MQTT as clients of a broker see it. Who shares what comes with others says so with its subscription
 * (`$share/GROUP/TOPIC`), and rights are to topics: nobody can be let read in a group only.
 */
export function mqttDialect(own: MqttBroker): Dialect {
  return {
    listener: "mqtt",
    url: (listener) => `${listener.authority === undefined ? "mqtt" : "mqtts"}://${hostPort(listener)}`,
    address: mqttAddress,
    closedToSubscribe: [...closedToSubscribe, ...own.closedToSubscribe],
    closedToPublish: [...closedToPublish, ...own.closedToPublish],
    noRequest: "meshc-probe",
    groupsAreRights: false,
    untold: { actions: own.untold, topicOf: (address) => address.split("/") },
  };
}
