import { compare } from "../../compiler/model/compare.ts";
import { deadLettersOf } from "../../compiler/model/dead-letters.ts";
import type {
  BrokerNode,
  Durable,
  Grant,
  Identity,
  LinkDurable,
  StoredUse,
  Topology,
} from "../../compiler/model/topology.ts";
import type { Dialect, StoreName } from "../../compiler/target.ts";
import { allEvents, distinctTopics, type ProbeTopic, tellingTopics, topicSet } from "./probe-topic.ts";

/** What the probes of all identities have in common, worked out once. */
export interface ProbeGround {
  readonly dialect: Dialect;
  /** Whether to try everything, or only what concerns a declared event and is not granted. */
  readonly everything: boolean;
  /** Names of all applications, sorted. */
  readonly applications: readonly string[];
  /** `tellingTopics` of the mesh. */
  readonly topics: ReadonlyMap<string, readonly ProbeTopic[]>;
  readonly durables: readonly Durable[];
  /** Places in streams that are kept for links. */
  readonly places: readonly LinkDurable[];
  /** Everything that keeps events. */
  readonly stores: readonly StoreName[];
  /** Sets wider than one topic, and topics of a domain that are no event's. */
  readonly sets: readonly ProbeTopic[];
  readonly strange: readonly ProbeTopic[];
}

/** Works out what all identities are tried against. `value` is a topic level that no manifest holds. */
export function probeGround(
  topology: Topology,
  dialect: Dialect,
  value: string,
  everything: boolean,
): ProbeGround {
  const { mesh, durables } = topology;
  const domains = [...mesh.domains.values()];
  const strange = domains.map((domain) => ({
    levels: [...domain.topic, value],
    label: `${domain.topic.join("/")}/{no event}`,
  }));
  const sets = [
    ...domains.map((domain) => topicSet([...domain.topic, ">"])),
    ...domains.map((domain) => topicSet([domain.topic[0] ?? "*", ">"])),
    ...allEvents(mesh).map((event) => topicSet(event.topic)),
  ];
  return {
    dialect,
    everything,
    durables,
    places: topology.links.flatMap((link) => link.durables ?? []),
    stores: storesOf(topology),
    applications: [...mesh.applications.keys()].toSorted(compare),
    topics: tellingTopics(mesh, value),
    sets: distinctTopics([...sets, ...strange]),
    strange: distinctTopics(strange),
  };
}

/** An identity at one broker: what it may do there. */
export interface LocalIdentity {
  readonly identity: Identity;
  readonly grants: readonly Grant[];
  readonly uses: StoredUse;
  readonly node: BrokerNode;
}

/** Everything that keeps events, by name. */
function storesOf({ streams, sources, mirrors, durables, brokers }: Topology): readonly StoreName[] {
  const at = (name: string, broker: string): StoreName =>
    brokers.get(broker)?.role === "edge" ? { name, edge: broker } : { name };
  const letters = durables.flatMap((durable) => {
    const name = deadLettersOf(durable);
    return name === undefined ? [] : [{ name, ...(durable.edge !== undefined && { edge: durable.edge }) }];
  });
  const stores = [
    ...streams.map(({ name, home }) => at(name, home)),
    ...sources.map(({ name, broker }) => at(name, broker)),
    ...mirrors.map(({ name, broker }) => at(name, broker)),
    ...letters,
  ];
  return [...new Map(stores.map((store) => [store.name, store])).values()].toSorted((a, b) =>
    compare(a.name, b.name),
  );
}

/** The application behind an identity, or `undefined` for a link's. */
export function applicationOf(identity: Pick<Identity, "kind" | "name">): string | undefined {
  return identity.kind === "application" ? identity.name.slice("application.".length) : undefined;
}
