import type { Link } from "../model/topology.ts";
import { dialers } from "./link-grants.ts";
import type { Children } from "./needs.ts";

/** The two sides of a link, over every choice that brokers can make of their targets. */
export interface Sides {
  /** Brokers that can be below: the one that dials, and whoever can come to it by dialing. */
  readonly below: ReadonlySet<string>;
  /** Whether a broker can be beyond. One with two uplinks can be on either side. */
  mayBeBeyond(broker: string): boolean;
  /** Whether one broker can be below while another is beyond. */
  parts(below: string, beyond: string): boolean;
}

/** Brokers that a broker may dial, in links that form a tree whichever targets are active. */
type TargetsOf = (broker: string) => readonly string[];

/** Finds the sides of links. */
export function sidesOfLinks(links: readonly Link[]): (link: Link) => Sides {
  const children = dialers(links);
  const targets = new Map<string, string[]>();
  for (const [target, from] of children)
    for (const broker of from) targets.set(broker, [...(targets.get(broker) ?? []), target]);
  return ({ from }) => sidesAt(from, children, (broker) => targets.get(broker) ?? []);
}

function sidesAt(dialer: string, children: Children, targetsOf: TargetsOf): Sides {
  const below = new Set([dialer]);
  // A set hands out what is added while it is walked.
  for (const name of below) for (const child of children.get(name) ?? []) below.add(child);
  const wavering = waveringOf(dialer, below, targetsOf);
  const mayBeBeyond = (broker: string) => !below.has(broker) || wavering.has(broker);
  if (wavering.size === 0)
    return { below, mayBeBeyond, parts: (one, other) => below.has(one) && !below.has(other) };
  const isApart = apart(dialer, below, wavering, targetsOf);
  const parts = (one: string, other: string) =>
    below.has(one) && (!below.has(other) || (wavering.has(other) && isApart(one, other)));
  return { below, mayBeBeyond, parts };
}

/** Brokers below that some choice of targets takes elsewhere. */
function waveringOf(dialer: string, below: ReadonlySet<string>, targetsOf: TargetsOf): ReadonlySet<string> {
  const wavering = new Set<string>();
  const waver = (name: string) =>
    targetsOf(name).some((target) => !below.has(target) || wavering.has(target));
  for (let before = -1; before < wavering.size;) {
    before = wavering.size;
    for (const name of below) if (name !== dialer && waver(name)) wavering.add(name);
  }
  return wavering;
}

/**
 * Tells whether one broker can come to the dialing broker while another comes elsewhere: there is a way for each, and no
 * broker is on both, since it would go one way for both. It is always the one farther away that steps on, so that
 * neither enters a broker that the other has left.
 */
function apart(
  dialer: string,
  below: ReadonlySet<string>,
  wavering: ReadonlySet<string>,
  targetsOf: TargetsOf,
): (one: string, other: string) => boolean {
  const distance = distancesTo(dialer, below, targetsOf);
  return (first, second) => {
    const seen = new Set<string>();
    const search = (one: string, other: string): boolean => {
      const key = `${one} ${other}`;
      if (one === other || other === dialer || seen.has(key)) return false;
      seen.add(key);
      if (one === dialer) return wavering.has(other);
      if (distance(one) > distance(other))
        return targetsOf(one).some((target) => below.has(target) && search(target, other));
      return targetsOf(other).some((target) => !below.has(target) || search(one, target));
    };
    return search(first, second);
  };
}

/** How many steps brokers are from one that they can come to, on the longest way. Circles are refused later. */
function distancesTo(
  dialer: string,
  below: ReadonlySet<string>,
  targetsOf: TargetsOf,
): (broker: string) => number {
  const known = new Map([[dialer, 0]]);
  const distance = (broker: string): number => {
    const found = known.get(broker);
    if (found !== undefined) return found;
    known.set(broker, 0);
    const steps = targetsOf(broker).filter((target) => below.has(target));
    const longest = Math.max(0, ...steps.map((target) => 1 + distance(target)));
    known.set(broker, longest);
    return longest;
  };
  return distance;
}
