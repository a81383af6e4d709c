import { setTimeout as pause } from "node:timers/promises";
import type { StreamInfo } from "@nats-io/jetstream";
import type { Endpoint } from "../../../../compiler/model/address.ts";
import { asProvisioner } from "./as-provisioner.ts";
import { streamThere } from "./in-force.ts";

/** Milliseconds after which who draws from something that gives a sign of life each second is not connected to it. */
const longestSilence = 3_000;

/** Milliseconds between two signs of life at least, by which they are told apart, and how often they are asked for. */
const [apart, beat] = [200, 250];

/** Milliseconds that signs are waited for at most: less than the 10 s after which a silent drawing is begun anew. */
const patience = 7_000;

/**
 * Signs that show that it is drawn. As a drawing begins, and as it is begun anew, its stream counts a sign that came from
 * nobody, 2.10 one more; and it says that nothing is to come until the first event has come (2.10 to 2.15). The source
 * sends events before it says that it has none.
 */
const signsEnough = 3;

/** A source as it was last heard of. */
interface Heard {
  /** When, in milliseconds of the server's clock. */
  readonly last: number;
  readonly signs: number;
}

/**
 * How many events of each of their sources some streams have not got, by the name of the source. One that is not connected, or
 * whose events may be on their way, is left out; `undefined` where the broker cannot be asked. Only asks, for seconds
 * where a source says that nothing is to come. Nobody but the home can tell: consumers by which streams draw are shown to nobody
 * at the source (2.10 to 2.15), and what has left it has not come yet.
 */
export async function lacking(
  client: Endpoint,
  seed: string,
  streams: readonly string[],
): Promise<ReadonlyMap<string, number> | undefined> {
  return asProvisioner(client, seed, async ({ manager }) => {
    const heard = new Map<string, Heard>();
    const end = performance.now() + patience;
    for (;;) {
      const found: StreamInfo[] = [];
      for (const name of streams) {
        const stream = await streamThere(manager, name);
        if (stream) found.push(stream);
      }
      const { known, isOpen } = judged(found, heard);
      if (!isOpen || performance.now() > end) return known;
      await pause(beat);
    }
  });
}

/** What is known of sources, and whether more would be known of one that is connected in a while. */
function judged(found: readonly StreamInfo[], heard: Map<string, Heard>) {
  const known = new Map<string, number>();
  let isOpen = false;
  for (const { sources = [], ts } of found)
    for (const { name, lag, active } of sources) {
      const silent = active / 1_000_000;
      if (active < 0 || silent > longestSilence) continue;
      const now = heardOf(heard.get(name), (ts === undefined ? Date.now() : Date.parse(ts)) - silent);
      heard.set(name, now);
      if (lag > 0 || now.signs >= signsEnough) known.set(name, lag);
      else isOpen = true;
    }
  return { known, isOpen };
}

function heardOf(before: Heard | undefined, last: number): Heard {
  if (!before) return { last, signs: 0 };
  return last - before.last < apart ? before : { last, signs: before.signs + 1 };
}
