import type { ConsumerInfo, JetStreamManager } from "@nats-io/jetstream";
import type { Provision } from "../../../../compiler/model/workload.ts";
import { consumerThere, streamThere } from "./in-force.ts";
import { streamNames } from "./stream-names.ts";

/** Where a consumer that is to be made begins. */
export interface PlaceToBegin {
  /** Settings that say it; none = with what comes next. */
  readonly settings: Provision["settings"];
  /** Removes the consumer whose place it takes, which is not needed any more. */
  readonly leave?: () => Promise<unknown>;
}

/** A stream, or a copy of it, and who to ask about it. */
interface Copy {
  readonly manager: JetStreamManager;
  readonly stream: string;
}

/**
 * A consumer that was kept in another copy of its stream goes on there where it has acknowledged all, and one that was
 * parted from another with that one's place: a copy numbers its events as its stream does. One that is new begins with
 * what comes after it, which in a copy that is still being filled is what comes after the last event at home. The
 * first of those who are asked keeps it; the others are of other domains.
 */
export async function placeToBegin(
  managers: readonly [JetStreamManager, ...(readonly JetStreamManager[])],
  stream: string,
  name: string,
): Promise<PlaceToBegin> {
  const [here] = managers;
  const own = await streamThere(here, stream);
  const origin = own?.config.mirror?.name ?? stream;
  // What tells of dead letters is numbered for itself.
  if (origin.includes("__")) return { settings: {} };
  const copies = await copiesOf(managers, origin);
  for (const copy of copies.filter((one) => one.manager !== here || one.stream !== stream)) {
    const moved = await consumerThere(copy.manager, copy.stream, name);
    const leave = () => copy.manager.consumers.delete(copy.stream, name);
    if (moved) return { settings: after(acknowledged(moved)), leave };
  }
  const [whole = "", part] = name.split("__");
  for (const copy of part === undefined ? [] : copies) {
    const parted = await consumerThere(copy.manager, copy.stream, whole);
    if (parted) return { settings: after(acknowledged(parted)) };
  }
  if (origin === stream) return { settings: {} };
  const homes = await Promise.all(managers.map((manager) => streamThere(manager, origin)));
  const home = homes.find((found) => found !== undefined);
  return { settings: home ? after(home.state.last_seq) : {} };
}

async function copiesOf(managers: readonly JetStreamManager[], origin: string): Promise<readonly Copy[]> {
  const copies = managers.map(async (manager) => {
    const names = await streamNames(manager);
    return names.filter((one) => isCopyOf(origin, one)).map((stream) => ({ manager, stream }));
  });
  return (await Promise.all(copies)).flat();
}

/** Names of a stream and its copies: see `synthesizeMirrors`. */
function isCopyOf(origin: string, name: string): boolean {
  return name === origin || (name.startsWith(`${origin}_at_`) && !name.includes("__"));
}

function acknowledged({ ack_floor: floor }: ConsumerInfo): number {
  return floor.stream_seq;
}

function after(sequence: number): Provision["settings"] {
  return { deliver_policy: "by_start_sequence", opt_start_seq: sequence + 1 };
}
