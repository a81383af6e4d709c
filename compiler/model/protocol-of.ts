import { compare } from "./compare.ts";
import type { Application, Mesh } from "./mesh.ts";

/** What an engine speaks, its own protocol first. */
export interface Speaker {
  readonly canBeHub: boolean;
  readonly protocols: readonly [{ readonly name: string }, ...{ readonly name: string }[]];
}

/**
 * What an application speaks wherever it attaches: as written, else its broker's own protocol. Of brokers of several
 * engines it is the own protocol of one that all of them speak; where there is none, and of an application that may
 * attach anywhere, the first one's. Engines come in one order whatever brokers are called: those that can be hubs first,
 * then by the engine's name. `speakers` by engine name.
 */
export function protocolOf(
  { protocol, brokers }: Application,
  mesh: Mesh,
  speakers: ReadonlyMap<string, Speaker>,
): string {
  if (protocol !== undefined) return protocol;
  const candidates = brokers === "any" ? [...mesh.brokers.values()] : brokers;
  const inOrder = [...new Set(candidates.map(({ engine }) => engine))]
    .toSorted(compare)
    .flatMap((engine) => speakers.get(engine) ?? [])
    .toSorted((a, b) => Number(b.canBeHub) - Number(a.canBeHub));
  const own = inOrder.map(({ protocols: [first] }) => first.name);
  const common =
    brokers === "any" ? undefined : own.find((name) => inOrder.every((speaker) => speaks(speaker, name)));
  return common ?? own[0] ?? "";
}

/** Whether somebody speaks a protocol. */
export function speaks(speaker: Speaker | undefined, protocol: string): boolean {
  return speaker?.protocols.some(({ name }) => name === protocol) ?? false;
}
