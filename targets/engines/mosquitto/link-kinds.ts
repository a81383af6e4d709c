import type { LinkKind } from "../../../compiler/model/link-kind.ts";

/** Ties a Mosquitto to a broker nearer to the hubs, which takes it for a client. */
export const bridge: LinkKind = {
  name: "bridge",
  engine: "mosquitto",
  targets: ["nats", "mosquitto"],
  protocol: "mqtt",
  transit: "any",
  loopGuard: "none",
  interest: "listed",
  durability: "none",
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
    "to 2.15: addresses are taken in order, the first is tried again every 5 s and returned to; a list is read as the broker starts.",
};

/** The kinds of links that Mosquitto dials. */
export const linkKinds: readonly LinkKind[] = [bridge];
