import type { LinkKind } from "../../../compiler/model/link-kind.ts";

/** Ties a Mosquitto to a NATS broker nearer to the hubs, which takes it for a client. */
const bridge: LinkKind = {
  name: "bridge",
  engine: "mosquitto",
  targets: ["nats"],
  protocol: "mqtt",
  transit: "any",
  loopGuard: "none",
  interest: "listed",
  durability: "none",
  storedEvents: "as-they-pass",
  ordering: "kept",
  repeats: false,
  rename: "none",
  dial: "edge",
  failover: "ordered-returns",
  shape: "acyclic",
  ends: "edge-any",
  filters: true,
  listener: "mqtt",
  source:
    "mosquitto.conf manual, Configuring Bridges: the bridge dials, and carries the topics that it lists. MQTT 3.1.1 tells " +
    "nobody's own events from others', so that what is listed both ways goes round for ever. Seen on 2.0.11 with NATS 2.10 " +
    "to 2.15: addresses are taken in order, and where there are several targets the first is tried again every 5 s and returned to; a list is read as the broker starts.",
};

/**
 * Ties a Mosquitto to another. What is at-least-once waits at either end for the other, in a session that is saved.
 * Seen on 2.0.11, saved at each change: cut for 10 s, or with the target ended, it lost none of 8,000 and of 2,000 events;
 * of 24 times that one of the two was killed, or both, at 200 events a second, four times one that had been acknowledged.
 */
const bridgeBetweenMosquittos: LinkKind = {
  ...bridge,
  targets: ["mosquitto"],
  durability: "stored",
  source:
    `${bridge.source} Between two Mosquittos an event of QoS 1 waits in a session at the end that it has come to, as far as ` +
    "the queue there is long; an end that is killed loses what it acknowledged last, since it saves after that.",
};

/** The kinds of links that Mosquitto dials. */
export const linkKinds: readonly LinkKind[] = [bridge, bridgeBetweenMosquittos];
