import type { FlowKind, PublishedDomain, Reader } from "../disturbed/flow-kinds.ts";
import type { Flows } from "../disturbed/traffic.ts";

/** Events that go one way, all from where they are published to where they are read. */
interface Way {
  readonly name: string;
  readonly kind: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** Its part of the rate of all. */
  readonly share: number;
}

const ways: readonly Way[] = [
  { name: "measured", kind: "up, to NATS", from: ["oslo", "bergen"], to: ["core"], share: 0.25 },
  { name: "settings", kind: "down, from NATS", from: ["core"], to: ["oslo", "bergen"], share: 0.25 },
  { name: "counted", kind: "up over two, to NATS", from: ["line"], to: ["core"], share: 0.15 },
  { name: "recipes", kind: "down over two, from NATS", from: ["core"], to: ["line"], share: 0.15 },
  { name: "answers", kind: "up, to Mosquitto", from: ["line"], to: ["oslo"], share: 0.1 },
  { name: "calls", kind: "down, from Mosquitto", from: ["oslo"], to: ["line"], share: 0.1 },
];

/** Each bridge in both directions, one alone and two in a row. */
export const bridgeFlows: Flows = {
  domains: ways.map(domainOf),
  readers: ways.flatMap(readersOf),
};

function domainOf({ name, from, share }: Way): PublishedDomain {
  return { name, terms: { delivery: "at-most-once" }, isStored: false, at: from, share };
}

function readersOf({ name, kind, to }: Way): readonly Reader[] {
  const counted: FlowKind = { name: `at-most-once, ${kind}`, lost: "counted", duplicates: "counted" };
  return to.map((broker) => ({
    name: `${name}-at-${broker}`,
    domain: name,
    kind: counted,
    at: [broker],
    isDurable: false,
  }));
}
