import type { Topology } from "../model/topology.ts";
import { lossKey } from "./loss-key.ts";
import { shownIn } from "./plan-names.ts";

/** Something that a broker keeps and that would have to be brought along if the broker were another. */
export interface KeptAt {
  readonly broker: string;
  /** Name of the stream, or of the copy, that it is in. */
  readonly within: string;
  /** In words, as the object of `keeps`. */
  readonly what: string;
}

/** What brokers keep, without what is named in `mayLose` by its domain or by those who read it. */
export function keptAt(topology: Topology, mayLose: ReadonlySet<string>): readonly KeptAt[] {
  const { streams, mirrors, sources } = topology;
  const isLost = (domain: string) => mayLose.has(lossKey("domain", domain));
  const kept: KeptAt[] = [];
  for (const { domain, home, name } of streams)
    if (!isLost(domain)) kept.push({ broker: home, within: name, what: `the events of "${name}"` });
  for (const { broker, readers, stream, name } of mirrors)
    for (const reader of isLost(stream.domain) ? [] : readers)
      if (!mayLose.has(lossKey("application", reader)))
        kept.push({
          broker,
          within: name,
          what: `the place of "${shownIn(topology, "applications", reader)}"`,
        });
  for (const { name, broker, stream } of sources)
    if (!isLost(stream.domain)) {
      const what = `what was published of "${stream.name}" and is not drawn up yet`;
      kept.push({ broker, within: name, what });
    }
  return kept;
}
