import type { FlowKind, PublishedDomain, Reader } from "../disturbed/flow-kinds.ts";
import type { PlantsFlows } from "./plants-manifest.ts";

/** Events that go one way, all from where they are published to where they are read. */
interface Way {
  readonly name: string;
  readonly kind: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** Its part of the rate of all. */
  readonly share: number;
}

const office = "office";

const ways: readonly Way[] = [
  { name: "measured", kind: "up, to NATS", from: ["oslo", "bergen"], to: ["core"], share: 0.25 },
  { name: "settings", kind: "down, from NATS", from: ["core"], to: ["oslo", "bergen"], share: 0.25 },
  { name: "counted", kind: "up over two, to NATS", from: ["line"], to: ["core"], share: 0.15 },
  { name: "recipes", kind: "down over two, from NATS", from: ["core"], to: ["line"], share: 0.15 },
  { name: "answers", kind: "up, to Mosquitto", from: ["line"], to: ["oslo"], share: 0.1 },
  { name: "calls", kind: "down, from Mosquitto", from: ["oslo"], to: ["line"], share: 0.1 },
];

/** Each bridge in both directions, one alone and two in a row. */
export const bridgeFlows: PlantsFlows = {
  domains: ways.map(domainOf),
  readers: [...ways.flatMap(readersOf), ...ways.filter(({ kind }) => kind === "up, to NATS").map(officeOf)],
  overNats: [office],
};

/** Reads at the hub as what speaks NATS does. */
function officeOf({ name, kind }: Way): Reader {
  return { name: office, domain: name, kind: counted(kind), at: ["core"], isDurable: false };
}

function domainOf({ name, from, share }: Way): PublishedDomain {
  return { name, terms: { delivery: "at-most-once" }, isStored: false, at: from, share };
}

function readersOf({ name, kind, to }: Way): readonly Reader[] {
  return to.map((broker) => ({
    name: `${name}-at-${broker}`,
    domain: name,
    kind: counted(kind),
    at: [broker],
    isDurable: false,
  }));
}

function counted(kind: string): FlowKind {
  return { name: `at-most-once, ${kind}`, lost: "counted", duplicates: "counted" };
}
