import type { Wiring } from "./wiring.ts";

/** A target for each leaf connection, in the order of the wiring. */
export type Targets = readonly string[];

/** One arrival of an event at a broker: the brokers that it came through, this one last. */
export interface Arrival {
  readonly path: readonly string[];
}

/** What may happen to an event on its way. */
export interface Rules {
  readonly mayEnter: (broker: string) => boolean;
  readonly mayCross: (from: string, to: string) => boolean;
}

/** Nothing is kept out anywhere. */
export const openRules: Rules = { mayEnter: () => true, mayCross: () => true };

/** Every way in which the leaf connections can choose their targets; all on their first one comes first. */
export function allTargets(wiring: Wiring): readonly Targets[] {
  let choices: string[][] = [[]];
  for (const leaf of wiring.leaves) {
    choices = choices.flatMap((so) => leaf.targets.map((target) => [...so, target]));
  }
  return choices;
}

/** A plug at a broker: where a message leaves, and how it says it came at the other end. */
interface Plug {
  readonly to: string;
  readonly cable: number;
  readonly gateway: boolean;
}

/** A broker that has been reached this often stops counting: the event circles. */
const enough = 3;

/**
 * Publishes one event and follows each copy, hop by hop, as NATS forwards it. What came over a leaf connection
 * leaves over every other leaf connection and every gateway; what came over a gateway leaves over leaf connections
 * only; never back over the connection that it came by.
 */
export function propagate(
  wiring: Wiring,
  targets: Targets,
  origin: string,
  rules: Rules,
): Map<string, Arrival[]> {
  const plugs = plugBoard(wiring, targets);
  const arrivals = new Map<string, Arrival[]>();
  const underway: { at: string; cable: number; byGateway: boolean; path: readonly string[] }[] = [];
  if (rules.mayEnter(origin)) underway.push({ at: origin, cable: -1, byGateway: false, path: [origin] });
  for (let copy = underway.shift(); copy; copy = underway.shift()) {
    const { at, cable, byGateway, path } = copy;
    const here = arrivals.get(at) ?? [];
    arrivals.set(at, here);
    if (here.length >= enough) continue;
    here.push({ path });
    for (const plug of plugs.get(at) ?? []) {
      if (plug.cable === cable || (byGateway && plug.gateway)) continue;
      if (!rules.mayCross(at, plug.to) || !rules.mayEnter(plug.to)) continue;
      underway.push({ at: plug.to, cable: plug.cable, byGateway: plug.gateway, path: [...path, plug.to] });
    }
  }
  return arrivals;
}

function plugBoard(wiring: Wiring, targets: Targets): ReadonlyMap<string, readonly Plug[]> {
  const board = new Map<string, Plug[]>();
  let cable = 0;
  const connect = (a: string, b: string, gateway: boolean) => {
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const) {
      const plugs = board.get(from) ?? [];
      plugs.push({ to, cable, gateway });
      board.set(from, plugs);
    }
    cable++;
  };
  for (const a of wiring.hubs) for (const b of wiring.hubs) if (a < b) connect(a, b, true);
  for (const [index, leaf] of wiring.leaves.entries()) connect(leaf.dialer, targets[index] ?? "", false);
  return board;
}
