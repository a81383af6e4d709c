import type { Topology } from "../model/topology.ts";
import type { Entry } from "./entry.ts";
import type { Drain } from "./hold.ts";
import type { Order } from "./order.ts";
import { applicationEntries } from "./outline/application-entries.ts";
import { domainEntries } from "./outline/domain-entries.ts";
import type { Change } from "./plan.ts";
import type { PlanRequest } from "./plan-request.ts";

/**
 * What is drained: once it is said that it takes nothing new from now on, where that is not so already, and once that it
 * goes when it is empty. `changes` are those that follow by comparison; one of the same entry is told as its drain. Of
 * an entry that stays only a part is drained: events of a domain, places of an application.
 */
export function withDrains(
  changes: readonly Change[],
  { drains, held, wanted }: Pick<PlanRequest, "drains" | "held" | "wanted">,
  order: Order,
): readonly Change[] {
  if (drains.length === 0) return changes;
  const named = new Map(drains.map((drain) => [`${drain.kind} ${drain.name}`, drain]));
  const keyOf = ({ kind, name }: Pick<Change, "kind" | "name">) => `${kind} ${name}`;
  const told = entriesOf(held.topology, drains).flatMap((entry) => {
    const own = changes.find((one) => keyOf(one) === keyOf(entry) && one.environment === entry.environment);
    const drain = named.get(keyOf(entry));
    return drain ? drainChanges(entry, drain, own, wanted, order) : [];
  });
  return [...changes.filter((one) => !named.has(keyOf(one))), ...told];
}

/** What is drained is in the mesh that holds, in each environment where it has a place. */
function entriesOf(topology: Topology, drains: readonly Drain[]): readonly Entry[] {
  const names = (kind: Drain["kind"]) =>
    new Set(drains.flatMap((drain) => (drain.kind === kind ? drain.name : [])));
  return [
    ...domainEntries(topology, names("domain")),
    ...applicationEntries(topology, names("application")).filter(({ kind }) => kind === "application"),
  ];
}

function drainChanges(
  { kind, name, environment }: Entry,
  { draining }: Drain,
  own: Change | undefined,
  wanted: Topology | undefined,
  { removal }: Order,
): readonly Change[] {
  const isDomain = kind === "domain";
  const stays = (isDomain ? wanted?.mesh.domains : wanted?.mesh.applications)?.has(name) ?? false;
  const nothing = { flows: [], applications: isDomain ? [] : [name] };
  const what = stays
    ? isDomain
      ? "events of it are not in the manifest any more; they come in no more, and can still be read"
      : "it is to read less; what waits for it can still be read"
    : isDomain
      ? "it is not in the manifest any more; nothing comes in, and what it holds can still be read"
      : "it is not in the manifest any more; what waits for it can still be read";
  const begun: Change = {
    ...(own ?? { environment, kind, name, effect: "NONE", basis: "proved", wave: 1, ...nothing }),
    action: "drain",
    reason: own?.action === "change" ? `${what}; ${own.reason}` : what,
  };
  const ended: Change = {
    environment,
    kind,
    name,
    ...nothing,
    action: stays ? "change" : "remove",
    effect: "NONE",
    basis: "proved",
    wave: removal,
    reason: stays ? "what was drained of it goes once it was read" : "goes once what it holds was read",
  };
  return draining ? [...(own ? [own] : []), ended] : [begun, ended];
}
