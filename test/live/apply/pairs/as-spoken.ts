import type { Identity, Topology } from "../../../../compiler/model/topology.ts";

/**
 * A mesh between two waves without applications at brokers where they still speak, or speak already, another protocol:
 * one name has one login, and nobody can try both.
 */
export function asSpoken(now: Topology, of: (broker: string) => Topology | undefined): Topology {
  const spoken = new Map<Topology, ReadonlyMap<string, string>>();
  const protocolAt = (broker: string, name: string): string | undefined => {
    const topology = of(broker);
    if (!topology) return undefined;
    const known =
      spoken.get(topology) ?? new Map(topology.identities.map((each) => [each.name, each.protocol]));
    spoken.set(topology, known);
    return known.get(name);
  };
  const isAlike = (identity: Identity, broker: string) =>
    (protocolAt(broker, identity.name) ?? identity.protocol) === identity.protocol;
  const identities = now.identities.map((identity) => {
    if ([...identity.at.keys()].every((broker) => isAlike(identity, broker))) return identity;
    const here = <T>(all: ReadonlyMap<string, T>) =>
      new Map([...all].filter(([broker]) => isAlike(identity, broker)));
    return { ...identity, at: here(identity.at), uses: here(identity.uses) };
  });
  return identities.every((each, index) => each === now.identities[index]) ? now : { ...now, identities };
}
