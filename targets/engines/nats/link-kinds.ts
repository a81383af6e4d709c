import type { LinkKind } from "../../../compiler/model/link-kind.ts";

/** Joins the hubs: every cluster knows every other, and an event takes one step between clusters. */
export const gateway: LinkKind = {
  name: "gateway",
  engine: "nats",
  targets: ["nats"],
  protocol: "nats",
  transit: "other-kinds",
  loopGuard: "one-hop",
  interest: "propagates",
  durability: "none",
  storedEvents: "as-they-pass",
  ordering: "kept",
  repeats: false,
  rename: "none",
  dial: "both",
  failover: "none",
  shape: "full-mesh",
  ends: "hub-hub",
  filters: false,
  listener: "gateway",
  source:
    "NATS manual, Gateways: a message that came over a gateway is never sent on over another, so every cluster " +
    "connects to every other; interest-only since 2.9. Seen on 2.10 to 2.15: nothing crosses without a subscription " +
    "behind it, each event crosses once, rights cannot be given to a gateway.",
};

/** Ties a broker to one nearer to the hubs, dialed from inside, in a tree. */
export const leafnode: LinkKind = {
  name: "leafnode",
  engine: "nats",
  targets: ["nats"],
  protocol: "nats",
  transit: "any",
  loopGuard: "cut",
  interest: "propagates",
  durability: "none",
  storedEvents: "as-they-pass",
  ordering: "kept",
  repeats: false,
  rename: "none",
  dial: "edge",
  failover: "ordered-stays",
  shape: "acyclic",
  ends: "edge-any",
  filters: true,
  listener: "leafnode",
  source:
    "NATS manual, Leaf Nodes: the leaf dials, subscriptions travel both ways within the rights of its user at the " +
    "target. Seen on 2.10 to 2.15: one remote with several urls and no_randomize takes them in order and does not " +
    "return to an earlier one; two ways to the same account are cut as a loop; a changed right binds when the link is made anew.",
};

/** The kinds of links that NATS has. */
export const linkKinds: readonly LinkKind[] = [gateway, leafnode];
