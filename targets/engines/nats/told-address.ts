import type { Addressing, Endpoint } from "../../../compiler/model/address.ts";
import type { BrokerNode, Topology } from "../../../compiler/model/topology.ts";
import { leafnode } from "./link-kinds.ts";
import { factsOf } from "./versions.ts";

/** Brokers that dial each broker over leaf links, be it as a standby target, by its name. */
export function dialersOf({ brokers, links }: Topology): ReadonlyMap<string, readonly BrokerNode[]> {
  const dialers = new Map<string, BrokerNode[]>();
  for (const { kind, from, to, standby } of links) {
    const node = brokers.get(from);
    if (kind.name !== leafnode.name || kind.engine !== "nats" || !node) continue;
    for (const target of new Set([to, ...standby]))
      dialers.set(target, [...(dialers.get(target) ?? []), node]);
  }
  return dialers;
}

/**
 * The address that a server tells those of itself that dial it over leaf links, or `undefined` where it tells none: a
 * leaf puts what it is told before what it was configured with, unless that is the same. Where leaves of before 2.15 are
 * told nothing they take the port for another, and the server tells its own by itself up to 2.14 (2.10 to 2.15). Where
 * it is dialed by several addresses only such leaves are told one, theirs.
 */
export function toldAddress(
  instance: string,
  version: string,
  dialers: readonly BrokerNode[],
  addressing: Addressing,
): Endpoint | undefined {
  if (!factsOf(version)?.tellsNothing) return undefined;
  const dialed = ({ broker }: BrokerNode) => addressing.dial(instance, "leafnode", broker.environment.name);
  const [older] = dialers.filter((dialer) => !factsOf(dialer.version)?.tellsNothing);
  if (older) return dialed(older);
  const [address, ...others] = new Set(dialers.map((dialer) => JSON.stringify(dialed(dialer))));
  return address === undefined || others.length > 0 ? undefined : (JSON.parse(address) as Endpoint);
}
