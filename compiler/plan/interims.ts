import type { Topology } from "../model/topology.ts";
import { waves } from "../model/waves.ts";
import { changedBrokers } from "./changed-brokers.ts";
import { mixed } from "./mixed.ts";

/** The mesh that there is after a wave and before the next one. */
export interface Interim {
  /** Number of the wave; 0 = before the first. */
  readonly after: number;
  readonly topology: Topology;
}

/**
 * The meshes that there are between the waves of a plan, in their order: the one before, after each wave of `expanded`,
 * after the wave that takes away what was held on to (one more), and once brokers that leave have ended (one more still).
 * Left out are those after which all carry, keep and let in what they did before the wave.
 */
export function interims(before: Topology, expanded: Topology, held: Topology): readonly Interim[] {
  const order = waves(expanded);
  const changed = changedBrokers(before, expanded);
  const leaving = [...before.brokers.keys()].filter((name) => !held.brokers.has(name));
  const names = [...expanded.brokers.keys(), ...leaving];
  const isLast = (moved: ReadonlySet<string>) => leaving.length === 0 && isAmong(changed, moved);
  const result: Interim[] = [{ after: 0, topology: before }];
  const moved = new Set<string>();
  for (const [index, wave] of order.entries()) {
    for (const name of wave) moved.add(name);
    if (!wave.some((name) => changed.has(name))) continue;
    const of = (name: string) => (moved.has(name) ? expanded : before);
    const topology = isLast(moved) ? expanded : mixed(of, names, [before, expanded]);
    result.push({ after: index + 1, topology });
  }
  if (expanded !== held) {
    const of = (name: string) => (held.brokers.has(name) ? held : before);
    const topology = leaving.length === 0 ? held : mixed(of, names, [before, held]);
    result.push({ after: order.length + 1, topology });
  }
  if (leaving.length > 0) result.push({ after: order.length + 2, topology: held });
  return result;
}

function isAmong(names: ReadonlySet<string>, all: ReadonlySet<string>): boolean {
  return [...names].every((name) => all.has(name));
}
