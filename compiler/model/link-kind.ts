/**
 * What a kind of link does to events, as data. Synthesis, proofs, effects and `explain` read these and know no
 * kind by name. Each entry says where its facts come from, and a live test shows them on real brokers.
 */
export interface LinkKind {
  /** The word of `via:`, such as `leafnode`. */
  readonly name: string;
  /** The engine of who dials. */
  readonly engine: string;
  /** Engines that may be dialed. */
  readonly targets: readonly string[];
  /** The protocol of the target's engine that a link logs in by; who dials speaks it, or what the listener takes. */
  readonly protocol: string;
  /**
   * May what arrived over a link of this kind leave over another?
   * `other-kinds`: only over links of other kinds (NATS gateways); `any`: over every other link (leaf nodes).
   */
  readonly transit: "other-kinds" | "any";
  /** How the engine itself stops a circle: `one-hop` never forwards twice, `cut` closes the looped link, or `none`. */
  readonly loopGuard: "one-hop" | "cut" | "none";
  /** Whether subscriptions travel over it by themselves, or the link is given a fixed list of topics. */
  readonly interest: "propagates" | "listed";
  /** What the link itself keeps while it is cut. */
  readonly durability: "none" | "stored";
  /** Whether stored events come down it as they pass, or are read from their home by a place that is kept for the link. */
  readonly storedEvents: "as-they-pass" | "from-home";
  /** Whether events of one publisher keep their order over it. */
  readonly ordering: "kept" | "lost";
  /** Whether an event can come twice over it, where an acknowledgement is lost. */
  readonly repeats: boolean;
  /** What happens to topics on the way. */
  readonly rename: "none";
  /** Who connects: `edge` = the side farther from the hubs, `both` = either side. */
  readonly dial: "edge" | "both";
  /** Whether the dialing engine switches to standby targets by itself, and whether it returns. */
  readonly failover: "none" | "ordered-stays" | "ordered-returns";
  /** What the graph of these links must look like: `full-mesh` of its brokers, or `acyclic`. */
  readonly shape: "full-mesh" | "acyclic";
  /** Which roles its two ends have: the dialing end first. */
  readonly ends: "hub-hub" | "edge-any" | "edge-hub";
  /** Whether rights can be given per link; where not, `domains` on such a link cannot be kept. */
  readonly filters: boolean;
  /** Listener of the accepting side. */
  readonly listener: string;
  /** Absent = the dialing broker carries it itself. */
  readonly process?: LinkProcess;
  /** The source of these facts, in words for `explain`. */
  readonly source: string;
}

/** A process that carries a link, beside the broker that dials. It logs in at both ends as clients do. */
export interface LinkProcess {
  /** The engine that makes its workload. */
  readonly engine: string;
  /** The protocol of the dialing broker's engine by which it logs in there. */
  readonly protocol: string;
  /** Its own listener, where it is asked how it is, with the port of that by default. */
  readonly listener: string;
  readonly port: number;
}
