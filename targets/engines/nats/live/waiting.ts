import type { ConsumerInfo, JetStreamManager, StreamInfo } from "@nats-io/jetstream";
import type { Waiting } from "../../../../compiler/live.ts";
import type { Endpoint } from "../../../../compiler/model/address.ts";
import type { Provision } from "../../../../compiler/model/workload.ts";
import { asProvisioner } from "./as-provisioner.ts";
import { consumerThere, streamThere } from "./in-force.ts";

/**
 * What waits in streams and consumers: of a consumer what it has not given out and what is not acknowledged, of a stream
 * that others draw from all that it holds, since only they know what of it they have (`lacking`), of a copy what has not
 * come to it. Only asks.
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
  const undrawn = provision.drawn ? held : 0;
  const copy = found.mirror && ({ isCopy: true } as const);
  return { provision, there: true, events: undrawn + lagOf(found), held, ...copy };
}

function unreadBy({ num_pending: pending, num_ack_pending: open }: ConsumerInfo): number {
  return pending + open;
}

function lagOf({ mirror, sources = [] }: StreamInfo): number {
  return [...(mirror ? [mirror] : []), ...sources].reduce((sum, { lag }) => sum + lag, 0);
}
