import type { Mesh } from "../../compiler/model/mesh.ts";
import { calledIn } from "../../compiler/model/names.ts";
import { isFor, type SentProbe, unstored } from "./ledger.ts";

/** The broker of each instance, by name. */
export type BrokerOf = ReadonlyMap<string, string>;

/**
 * Messages that came, or are kept, where they should not, under another address, or more often than they were sent, by
 * event, publisher and place.
 */
export function straysBySource(
  sent: readonly SentProbe[],
  brokerOf: BrokerOf,
  mesh: Pick<Mesh, "names">,
): ReadonlyMap<string, readonly string[]> {
  const strays = new Map<string, string[]>();
  for (const probe of sent) {
    const found = [...strayArrivals(probe, mesh), ...strayStreams(probe), ...repetitions(probe)];
    const key = `${probe.event} ${probe.publisher} ${brokerOf.get(probe.instance)}`;
    if (found.length > 0) strays.set(key, [...(strays.get(key) ?? []), ...found]);
  }
  return strays;
}

function strayArrivals(
  { arrivals, address: to, topic, instance }: SentProbe,
  mesh: Pick<Mesh, "names">,
): readonly string[] {
  const strays = arrivals.filter(({ receiver, isMeant }) => !isMeant || !isFor(receiver, topic));
  return strays.map(
    ({ receiver, address }) =>
      `a message to ${to} published at ${instance} arrived as ${address} at ${calledIn(mesh, "applications", receiver.application)} (${receiver.instance})`,
  );
}

function strayStreams({ stream, storedBy, address, instance }: SentProbe): readonly string[] {
  if (stream === undefined) return [];
  const should =
    stream === unstored ? "though none is to store it" : `where stream "${stream}" should, alone`;
  return storedBy
    .filter((name) => name !== stream)
    .map(
      (name) => `a message to ${address} published at ${instance} is stored by stream "${name}", ${should}`,
    );
}

/**
 * A repetition need not arrive twice: where an edge stores it again, the home knows its id as long as it remembers the
 * first. Cut off from the home for longer, the edge would make it arrive twice.
 */
function repetitions({ storedAgainBy = [], address, instance }: SentProbe): readonly string[] {
  return storedAgainBy.map(
    (name) =>
      `a message to ${address} published at ${instance} twice under one message id is stored twice by stream "${name}"`,
  );
}
