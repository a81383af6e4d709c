import type { LinkKind } from "../../../compiler/model/link-kind.ts";

/** Ties a Mosquitto to a NATS hub, for events that may not be lost. */
export const connect: LinkKind = {
  name: "connect",
  engine: "mosquitto",
  targets: ["nats"],
  protocol: "nats",
  transit: "any",
  loopGuard: "none",
  interest: "listed",
  durability: "stored",
  storedEvents: "from-home",
  ordering: "lost",
  repeats: true,
  rename: "none",
  dial: "edge",
  failover: "ordered-stays",
  shape: "acyclic",
  ends: "edge-hub",
  filters: true,
  listener: "nats",
  process: { engine: "connect", protocol: "mqtt", listener: "connect", port: 4195 },
  source:
    "docs/connect.md, measured on Benthos 4.27.0 with Mosquitto 2.0.11 and NATS 2.15: each event is acknowledged to one " +
    "side once the other has it, so that none is lost when either end or the process is killed, and some come twice; 64 " +
    "are on their way at a time, which overtake each other; addresses are taken in order, and one is left only as it goes.",
};

/** The kinds of links that processes of this engine carry. */
export const linkKinds: readonly LinkKind[] = [connect];
