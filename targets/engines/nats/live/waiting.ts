import type { ConsumerInfo, JetStreamManager, StreamInfo } from "@nats-io/jetstream";
import type { Waiting } from "../../../../compiler/live.ts";
import type { Endpoint } from "../../../../compiler/model/address.ts";
import type { Provision } from "../../../../compiler/model/workload.ts";
import { asProvisioner } from "./as-provisioner.ts";
import { consumerThere, streamThere } from "./in-force.ts";

/**
 * What waits in streams and consumers: of a consumer what it has not given out and what is not acknowledged, of a stream
 * that others draw from what they have not drawn, of a copy what has not come to it. Only asks.
 */
export async function waiting(
  client: Endpoint,
  seed: string,
  provisions: readonly Provision[],
  notReady?: (why: string) => void,
): Promise<readonly Waiting[] | undefined> {
  const ask = async (manager: JetStreamManager) => {
    const found: Waiting[] = [];
    for (const each of provisions) found.push(await waitingIn(manager, each));
    return found;
  };
  return asProvisioner(client, seed, ({ manager }) => ask(manager), notReady);
}

async function waitingIn(manager: JetStreamManager, provision: Provision): Promise<Waiting> {
  const { kind, name, within = "" } = provision;
  if (kind === "consumer") {
    const found = await consumerThere(manager, within, name);
    return { provision, there: found !== undefined, events: found ? unreadBy(found) : 0, held: 0 };
  }
  const found = await streamThere(manager, name);
  if (!found) return { provision, there: false, events: 0, held: 0 };
  const held = found.state.messages;
  const undrawn = provision.drawn ? await undrawnOf(manager, found) : 0;
  const copy = found.mirror && ({ isCopy: true } as const);
  const lacks = lacksOf(found);
  return {
    provision,
    there: true,
    events: undrawn + lagOf(found),
    held,
    ...(lacks.size > 0 && { lacks }),
    ...copy,
  };
}

function unreadBy({ num_pending: pending, num_ack_pending: open }: ConsumerInfo): number {
  return pending + open;
}

/** What a stream holds that nobody who draws from it has: all of it, where nobody draws from it at present. */
async function undrawnOf(manager: JetStreamManager, { config, state }: StreamInfo): Promise<number> {
  const left: number[] = [];
  for await (const drawing of manager.consumers.list(config.name)) left.push(unreadBy(drawing));
  return left.length > 0 ? Math.max(...left) : state.messages;
}

/** Nanoseconds after which who draws from something that gives a sign of life each second is not connected to it. */
const longestSilence = 3 * 1_000_000_000;

/** What an edge has of a stream is told to its home as it connects, and then with each event (2.10 to 2.15). */
function lacksOf({ sources = [] }: StreamInfo): ReadonlyMap<string, number> {
  const known = sources.filter(({ active }) => active >= 0 && active < longestSilence);
  return new Map(known.map(({ name, lag }) => [name, lag]));
}

function lagOf({ mirror, sources = [] }: StreamInfo): number {
  return [...(mirror ? [mirror] : []), ...sources].reduce((sum, { lag }) => sum + lag, 0);
}
