import { groupParted } from "../diagnostics/codes/prove.ts";
import { sortedByName } from "../model/compare.ts";
import type { Application, Event } from "../model/mesh.ts";
import { patternIndex } from "../model/pattern-index.ts";
import { placesOf } from "../model/places-of.ts";
import type { Pattern } from "../model/topic.ts";
import type { Link, Topology } from "../model/topology.ts";
import { eventName } from "./every-flow-arrives.ts";
import type { Proof } from "./proof.ts";

/** What a member of a group hears of an event as it passes, at one of its places. */
interface Hearing {
  readonly member: Application;
  readonly broker: string;
  readonly event: Event;
  readonly pattern: Pattern;
}

/**
 * Proves that a group gets each event once. Brokers agree on which member gets what passes as far as subscriptions
 * travel; a link that has a list carries it to the broker beyond, whoever shares it there, so that a member on either
 * side would get it (100 of 100 events at each of two Mosquittos and at the hub between; 2.0.11 with NATS 2.15.1).
 * Readers of a durable share that, wherever they are.
 */
export function groupsShare({ topology, report }: Proof): void {
  const partOf = sharingParts(topology.links);
  for (const [group, members] of groupsOf(topology)) {
    const hearings = members.flatMap((member) => hearingsOf(topology, member));
    const [one, other] = firstParted(hearings, partOf) ?? [];
    if (!one || !other) continue;
    const pathOf = ({ member }: Hearing) => ["applications", member.name, "group"];
    const at = ({ member, broker }: Hearing) => ({ application: member.name, broker });
    const names = { group, event: eventName(one.event), one: at(one), other: at(other) };
    const related = one.member === other.member ? [] : [{ path: pathOf(one), message: "of the group too" }];
    report.report(groupParted, names, { path: pathOf(other) }, related);
  }
}

function groupsOf({ mesh }: Topology): ReadonlyMap<string, readonly Application[]> {
  const groups = new Map<string, Application[]>();
  for (const application of sortedByName(mesh.applications.values())) {
    const { group } = application;
    if (group !== undefined) groups.set(group, [...(groups.get(group) ?? []), application]);
  }
  return groups;
}

function hearingsOf(topology: Topology, member: Application): readonly Hearing[] {
  const durables = topology.durables.filter(({ applications }) => applications.includes(member.name));
  const passing = member.subscribe
    .flatMap(({ accesses }) => accesses)
    .filter(({ event }) => !durables.some(({ events }) => events.includes(event)));
  return placesOf(topology, member).flatMap(({ name: broker }) =>
    passing.map(({ event, pattern }) => ({ member, broker, event, pattern })),
  );
}

/** The first two that would both get an event: they hear the same, in two parts. */
function firstParted(
  hearings: readonly Hearing[],
  partOf: (broker: string) => string,
): readonly [Hearing, Hearing] | undefined {
  if (new Set(hearings.map(({ broker }) => partOf(broker))).size < 2) return undefined;
  const index = patternIndex(hearings, ({ pattern }) => pattern);
  for (const one of hearings) {
    const alike = index.overlapping(one.pattern);
    const other = alike.find(({ broker }) => partOf(broker) !== partOf(one.broker));
    if (other) return [one, other];
  }
  return undefined;
}

/** By broker, the name of one for all that subscriptions travel between, whichever targets are active. */
function sharingParts(links: readonly Link[]): (broker: string) => string {
  const joined = new Map<string, string>();
  const partOf = (broker: string): string => {
    const next = joined.get(broker);
    return next === undefined ? broker : partOf(next);
  };
  for (const { kind, from, to, standby } of links) {
    if (kind.interest === "listed") continue;
    for (const target of [to, ...standby]) {
      const [one, other] = [partOf(from), partOf(target)];
      if (one !== other) joined.set(one, other);
    }
  }
  return partOf;
}
