import type { ConsumerInfo, JetStreamManager } from "@nats-io/jetstream";
import type { Provision } from "../../../../compiler/model/workload.ts";
import { consumerThere, streamThere } from "./in-force.ts";

/** Where a consumer that is to be made begins. */
export interface PlaceToBegin {
  /** Settings that say it; none = with what comes next. */
  readonly settings: Provision["settings"];
  /** The consumer whose place it takes, which is not needed any more. */
  readonly instead?: { readonly stream: string; readonly name: string };
}

/**
 * A consumer that was kept in another copy of its stream goes on there where it has acknowledged all, and one that was
 * parted from another with that one's place: a copy numbers its events as its stream does. One that is new begins with
 * what comes after it, which in a copy that is still being filled is what comes after the last event at home.
 */
export async function placeToBegin(
  manager: JetStreamManager,
  stream: string,
  name: string,
): Promise<PlaceToBegin> {
  const own = await streamThere(manager, stream);
  const origin = own?.config.mirror?.name ?? stream;
  // What tells of dead letters is numbered for itself.
  if (origin.includes("__")) return { settings: {} };
  const copies = (await streamNames(manager)).filter((one) => isCopyOf(origin, one));
  for (const copy of copies.filter((one) => one !== stream)) {
    const moved = await consumerThere(manager, copy, name);
    if (moved) return { settings: after(acknowledged(moved)), instead: { stream: copy, name } };
  }
  const [whole = "", part] = name.split("__");
  for (const copy of part === undefined ? [] : copies) {
    const parted = await consumerThere(manager, copy, whole);
    if (parted) return { settings: after(acknowledged(parted)) };
  }
  if (origin === stream) return { settings: {} };
  const home = await streamThere(manager, origin);
  return { settings: home ? after(home.state.last_seq) : {} };
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

async function streamNames(manager: JetStreamManager): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const name of manager.streams.names()) names.push(name);
  return names.toSorted();
}
