import type { Topology } from "../model/topology.ts";
import type { Entry } from "./entry.ts";
import { applicationEntries } from "./outline/application-entries.ts";
import { brokerEntries } from "./outline/broker-entries.ts";
import { domainEntries } from "./outline/domain-entries.ts";
import { flowEntries } from "./outline/flow-entries.ts";
import { linkEntries } from "./outline/link-entries.ts";
import { shareEntries } from "./outline/share-entries.ts";
import type { Unlike } from "./unlike.ts";

/** A mesh entry by entry, in the mesh's own words; where `only` is given, of what it names and nothing else. */
export function outlineOf(topology: Topology, only?: Unlike): readonly Entry[] {
  const domains = domainEntries(topology, only?.domains);
  const eventsOf = (domain: string) => topology.mesh.domains.get(domain)?.events.values() ?? [];
  return [
    ...brokerEntries(topology, only?.brokers),
    ...linkEntries(topology, only?.links),
    ...domains,
    ...flowEntries(topology, only?.flows),
    ...applicationEntries(topology, only?.applications),
    ...shareEntries(domains, eventsOf),
  ];
}
