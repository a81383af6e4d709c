import { sortedByName } from "../model/compare.ts";
import type { Topology } from "../model/topology.ts";
import { mixed } from "./mixed.ts";
import type { Refusal } from "./plan.ts";
import { keeperOf } from "./stand.ts";

/** The mesh that there is once some environments alone were brought from one to another. */
export function chosenPart(
  before: Topology | undefined,
  held: Topology,
  chosen: ReadonlySet<string>,
): Topology {
  const of = (name: string) => {
    const now = held.brokers.get(name)?.broker.environment.name;
    if (now !== undefined && chosen.has(now)) return held;
    const was = before?.brokers.get(name)?.broker.environment.name;
    return was === undefined || chosen.has(was) ? undefined : before;
  };
  const names = new Set([...(before?.brokers.keys() ?? []), ...held.brokers.keys()]);
  return mixed(of, names, before ? [before, held] : [held]);
}

/**
 * What some environments alone cannot be brought to: what is kept would move from one of them to another that is not
 * among them, or the other way, and a copy would be of what another one does not keep yet.
 */
export function needsMore(
  before: Topology | undefined,
  held: Topology,
  part: Topology,
  chosen: ReadonlySet<string>,
): readonly Refusal[] {
  const found: Refusal[] = [];
  const environmentAt = (topology: Topology, broker: string) =>
    topology.brokers.get(broker)?.broker.environment.name ?? "";
  const add = (name: string, what: string, environments: readonly string[]) => {
    const missing = environments.find((environment) => environment !== "" && !chosen.has(environment));
    if (missing === undefined) return;
    const why = `${what}: plan it with environment "${missing}" (\`--env ${missing}\`)`;
    found.push({ name, why });
  };
  for (const { name, kind, was, now } of before ? moves(before, held) : []) {
    const environments = [environmentAt(before ?? held, was), environmentAt(held, now)];
    if (environments.some((environment) => chosen.has(environment)))
      add(name, `${kind} moves from "${was}" to "${now}"`, environments);
  }
  const kept = new Set(part.streams.map(({ name }) => name));
  for (const { name, stream, broker } of [...part.mirrors, ...part.sources]) {
    if (kept.has(stream.name) || !chosen.has(environmentAt(held, broker))) continue;
    add(
      stream.domain,
      `"${name}" at "${broker}" is about "${stream.name}", which "${stream.home}" does not keep yet`,
      [environmentAt(held, stream.home)],
    );
  }
  return sortedByName(found);
}

interface Move {
  readonly name: string;
  readonly kind: string;
  readonly was: string;
  readonly now: string;
}

/** Streams and durables that are kept at another broker than before. */
function moves(before: Topology, held: Topology): readonly Move[] {
  const found: Move[] = [];
  const homes = new Map(held.streams.map(({ name, home }) => [name, home]));
  for (const { name: stream, domain: name, home: was } of before.streams) {
    const now = homes.get(stream) ?? was;
    if (now !== was) found.push({ name, kind: `"${stream}"`, was, now });
  }
  const [keptBy, keepsNow] = [keeperOf(before), keeperOf(held)];
  const places = new Map(
    held.durables.map((durable) => [`${durable.stream} ${durable.name}`, keepsNow(durable)]),
  );
  for (const durable of before.durables) {
    const was = keptBy(durable);
    const now = places.get(`${durable.stream} ${durable.name}`) ?? was;
    const [name = ""] = durable.applications;
    if (now !== was) found.push({ name, kind: `its place in "${durable.stream}"`, was, now });
  }
  return found;
}
