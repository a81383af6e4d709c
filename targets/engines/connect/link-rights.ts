import { mqttFilter, type MqttFilter } from "../../kit/mqtt-filter.ts";
import { natsSubject, type NatsSubject } from "../../kit/nats-subject.ts";
import type { Pattern } from "../../../compiler/model/topic.ts";
import type { ConnectLink } from "./connect-link.ts";
import { deliverSubject } from "./link-durable.ts";

/** What the link may do at the hub: nothing beside it, each of it needed (nats-server 2.15.1, test/live/connect). */
export function rightsAtHub({ name, hub, up, down }: Pick<ConnectLink, "name" | "hub" | "up" | "down">): {
  readonly publish: readonly NatsSubject[];
  readonly subscribe: readonly NatsSubject[];
} {
  const control = down.flatMap(({ stream, durable }) => [
    natsSubject(["$JS", "API", "CONSUMER", "INFO", stream, durable]),
    natsSubject(["$JS", "ACK", stream, durable, ">"]),
  ]);
  return {
    publish: [...up.map(natsSubject), ...control],
    subscribe: [
      natsSubject([hub.inboxPrefix, ">"]),
      ...down.map(({ stream }) => deliverSubject(name, stream)),
    ],
  };
}

/** What it may do at the edge: read what goes up, write what comes down. */
export function rightsAtEdge(
  up: readonly Pattern[],
  down: readonly Pattern[],
): { readonly read: readonly MqttFilter[]; readonly write: readonly MqttFilter[] } {
  return { read: up.map(mqttFilter), write: down.map(mqttFilter) };
}
