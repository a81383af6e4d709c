import { openHop } from "../diagnostics/codes/prove.ts";
import type { Policy } from "../model/mesh.ts";
import { pairKey } from "../model/pair-key.ts";
import type { Flow, Topology } from "../model/topology.ts";
import { mayStep } from "./carries.ts";
import { carryingHops } from "./carrying-steps.ts";
import { eventName } from "./every-flow-arrives.ts";
import { environmentsOf, judges } from "./in-scope.ts";
import type { Proof } from "./proof.ts";
import type { Publication } from "./publications.ts";

/**
 * Proves that no event in scope crosses a hop that is not encrypted, whichever standby targets are active: from the
 * application to its broker, between the instances of a broker, from broker to broker. A link of which the manifest
 * says that the network below encrypts it counts as encrypted.
 */
export function encryptInTransit(policy: Policy, proof: Proof): void {
  const { topology, today, report } = proof;
  const encrypted = encryptedPairs(topology);
  const shown = new Map<string, { readonly carried: Flow | Publication; count: number }>();
  for (const carried of [...topology.flows, ...proof.publications]) {
    const { event, publisher } = carried;
    const sides = "home" in carried ? [publisher] : [publisher, carried.subscriber];
    const ends = "home" in carried ? [carried.from] : [carried.from, carried.to];
    const environments = environmentsOf(topology, ends);
    if (!judges(policy, { event, sides, environments }, today)) continue;
    for (const hop of openHops(carried, encrypted, proof)) {
      const before = shown.get(hop);
      if (before) before.count += 1;
      else shown.set(hop, { carried, count: 1 });
    }
  }
  for (const [hop, { carried, count }] of shown) {
    const goal = "home" in carried ? { home: carried.home } : { subscriber: carried.subscriber.name };
    const names = { event: eventName(carried.event), publisher: carried.publisher.name, ...goal };
    report.report(
      { ...openHop, severity: policy.severity },
      { policy: policy.name, hop, ...names, more: count - 1 },
      { path: ["policies", policy.name], on: "key" },
    );
  }
}

/** Hops on ways of something carried that are not encrypted, in words. */
function openHops(
  carried: Flow | Publication,
  encrypted: ReadonlySet<string>,
  proof: Proof,
): ReadonlySet<string> {
  const { topology } = proof;
  const hops = new Set<string>();
  const isPlain = (broker: string) => topology.brokers.get(broker)?.tls !== true;
  const { from } = carried;
  if (isPlain(from)) hops.add(`from an application to broker "${from}"`);
  if (!("home" in carried) && isPlain(carried.to)) hops.add(`from broker "${carried.to}" to an application`);
  const visited = new Set<string>([from]);
  for (const leg of proof.legs(carried)) {
    for (const [a, b] of carryingHops(leg, (from, to) => mayStep(topology, carried.event, from, to))) {
      visited.add(a).add(b);
      if (!encrypted.has(pairKey(a, b))) hops.add(`between brokers "${a}" and "${b}"`);
    }
  }
  for (const broker of visited) {
    const instances = topology.brokers.get(broker)?.broker.instances.length ?? 0;
    if (isPlain(broker) && instances > 1) hops.add(`between the instances of broker "${broker}"`);
  }
  return hops;
}

/** Pairs of linked brokers between which nothing goes unencrypted: the dialed one speaks TLS, or the network encrypts. */
function encryptedPairs({ links, brokers, declarations }: Topology): ReadonlySet<string> {
  const pairs = links.flatMap(({ from, to, standby }) =>
    [to, ...standby].map((dialed) => [pairKey(from, dialed), dialed] as const),
  );
  const isEncrypted = ([pair, dialed]: readonly [string, string]) =>
    brokers.get(dialed)?.tls === true || declarations.get(pair)?.encrypted === true;
  return new Set(pairs.filter(isEncrypted).map(([pair]) => pair));
}
