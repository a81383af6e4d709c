import type { JetStreamManager, StreamInfo } from "@nats-io/jetstream";
import type { LiveStore, LostByServers, ServerChange } from "../../../../compiler/live.ts";
import type { Provision } from "../../../../compiler/model/workload.ts";
import { apart, leaving, storesTogether } from "../apart.ts";
import { asProvisioner } from "./as-provisioner.ts";
import { streamThere } from "./in-force.ts";
import { streamNames } from "./stream-names.ts";
import { withoutCopies } from "./without-copies.ts";

/**
 * What servers would lose by a change of them: all that they hold, where they would not find it; else streams whose
 * copies are on servers that leave. Of a copy of a stream that is elsewhere it is the
 * places of its readers.
 */
export async function lostByServers(
  running: Parameters<LiveStore["lostByServers"]>[0],
  servers: ServerChange,
  everywhere: readonly Provision[],
): Promise<readonly LostByServers[]> {
  const why = apart(servers);
  const gone = leaving(servers);
  if (servers.before.length === 0 || (why === undefined && gone.length === 0)) return [];
  const ask = async (manager: JetStreamManager) => {
    const lost: LostByServers[] = [];
    for (const stream of await streamsAt(manager, servers)) {
      const reason = why ?? withoutCopies(stream, gone);
      const held = reason === undefined ? undefined : await heldIn(manager, stream, everywhere);
      if (held === undefined || reason === undefined) continue;
      lost.push({ what: held, why: reason, ...(isCopied(stream, everywhere) && { isCopied: true }) });
    }
    return lost;
  };
  const told =
    running &&
    (await asProvisioner(running.client, running.seed, ({ manager }) => ask(manager)).catch(() => undefined));
  if (told) return told;
  const unasked = "it cannot be asked at present; bring it up with its servers as they were first";
  return [{ what: "what is stored", why: why === undefined ? unasked : `${why}, and ${unasked}` }];
}

/** Streams that the servers of a broker hold. One by itself holds all that it knows, and calls itself what it likes. */
async function streamsAt(
  manager: JetStreamManager,
  { broker, before }: ServerChange,
): Promise<readonly StreamInfo[]> {
  const found: StreamInfo[] = [];
  for (const name of await streamNames(manager)) {
    const stream = await streamThere(manager, name);
    if (stream && (!storesTogether(before) || stream.cluster?.name === broker)) found.push(stream);
  }
  return found;
}

/**
 * What would be lost with a stream, in words, or `undefined`. A copy is filled again, but who reads it would begin with
 * what comes once it is. Who copies a stream goes by its numbers: of one that began with 1 again nothing would be copied
 * until it is where it was.
 */
async function heldIn(
  manager: JetStreamManager,
  { config: { name, mirror }, state }: StreamInfo,
  everywhere: readonly Provision[],
): Promise<string | undefined> {
  if (mirror !== undefined) {
    const readers = (await consumersOf(manager, name)).filter((reader) =>
      everywhere.some((one) => one.kind === "consumer" && one.name === reader),
    );
    return readers.length === 0 ? undefined : `the place of ${readers.join(", ")} in copy "${name}"`;
  }
  if (state.messages === 1) return `1 event in stream "${name}"`;
  if (state.messages > 0) return `${state.messages} events in stream "${name}"`;
  return isCopied({ config: { name } }, everywhere) && state.last_seq > 0
    ? `the count of stream "${name}", by which it is copied,`
    : undefined;
}

async function consumersOf(manager: JetStreamManager, stream: string): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { name } of manager.consumers.list(stream)) names.push(name);
  return names.toSorted();
}

/** Whether something elsewhere is filled from a stream. */
function isCopied(
  { config: { name } }: { readonly config: Pick<StreamInfo["config"], "name"> },
  everywhere: readonly Provision[],
): boolean {
  return everywhere.some(({ settings }) => copiedBy(settings).includes(name));
}

/** Names of the streams that one is filled from. */
function copiedBy(settings: Provision["settings"]): readonly string[] {
  const { mirror, sources = [] } = settings as {
    readonly mirror?: { readonly name: string };
    readonly sources?: readonly { readonly name: string }[];
  };
  return [...(mirror ? [mirror] : []), ...sources].map((one) => one.name);
}
