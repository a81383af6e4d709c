import type { Topology } from "../model/topology.ts";
import type { Entry } from "./entry.ts";
import { applicationEntries } from "./outline/application-entries.ts";
import { brokerEntries } from "./outline/broker-entries.ts";
import { domainEntries } from "./outline/domain-entries.ts";
import { flowEntries } from "./outline/flow-entries.ts";
import { linkEntries } from "./outline/link-entries.ts";
import { shareEntries } from "./outline/share-entries.ts";

/** A mesh entry by entry, in the mesh's own words. */
export function outlineOf(topology: Topology): readonly Entry[] {
  const domains = domainEntries(topology);
  const eventsOf = (domain: string) => topology.mesh.domains.get(domain)?.events.values() ?? [];
  return [
    ...brokerEntries(topology),
    ...linkEntries(topology),
    ...domains,
    ...flowEntries(topology),
    ...applicationEntries(topology),
    ...shareEntries(domains, eventsOf),
  ];
}
