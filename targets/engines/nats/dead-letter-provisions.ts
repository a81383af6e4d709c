import { deadLettersOf } from "../../../compiler/model/dead-letters.ts";
import type { Json } from "../../../compiler/model/json.ts";
import type { Durable } from "../../../compiler/model/topology.ts";
import type { Provision } from "../../../compiler/model/workload.ts";

/**
 * What tells the readers of some durables, all kept in one stream, of the events that they give up: a stream of the
 * server's own advisories of exactly these durables, kept as long and in the same place as the events, and in it a
 * durable of the same name for each. An advisory names an event by its number in the stream (`stream_seq`). One that was
 * told before its durable was made is told to it all the same.
 */
export function deadLetterProvisions(
  { settings, stage }: Provision,
  durables: readonly Durable[],
): readonly Provision[] {
  const told = durables.flatMap((durable) => {
    const within = deadLettersOf(durable);
    return within === undefined ? [] : [{ within, name: durable.name, subjects: advisoriesOf(durable) }];
  });
  const [first] = told;
  if (!first) return [];
  // It is told to, and filled from nowhere.
  const { mirror: _mirror, sources: _sources, ...kept } = settings;
  const stream = {
    ...kept,
    name: first.within,
    subjects: told.flatMap(({ subjects }) => subjects).toSorted(),
  };
  return [
    { kind: "stream", name: first.within, settings: stream, stage },
    ...told.map(({ within, name, subjects }): Provision => {
      return { kind: "consumer", name, within, settings: readerOf(name, subjects), stage };
    }),
  ];
}

/** Subjects under which a server says that an event was delivered too often, or was declined for good by its reader. */
function advisoriesOf({ stream, mirror = stream, name }: Durable): readonly string[] {
  return ["MAX_DELIVERIES", "MSG_TERMINATED"].map(
    (kind) => `$JS.EVENT.ADVISORY.CONSUMER.${kind}.${mirror}.${name}`,
  );
}

function readerOf(name: string, subjects: readonly string[]): Readonly<Record<string, Json>> {
  return {
    durable_name: name,
    ack_policy: "explicit",
    deliver_policy: "all",
    filter_subjects: subjects,
  };
}
