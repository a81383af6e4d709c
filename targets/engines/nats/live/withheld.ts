import { type JetStreamManager } from "@nats-io/jetstream";
import type { ProvisionChange, UndrawnOf, Withheld } from "../../../../compiler/live.ts";
import type { Endpoint } from "../../../../compiler/model/address.ts";
import type { Provision } from "../../../../compiler/model/workload.ts";
import { filtersOf, givenUp, readsInstead } from "../moved-events.ts";
import { asProvisioner } from "./as-provisioner.ts";
import { consumerThere } from "./in-force.ts";
import { undrawn } from "./undrawn.ts";

/**
 * What a change would keep from its readers: events that wait for a durable which would read them from another stream
 * from then on, and events that an edge keeps, that nobody has drawn up, and that would be kept elsewhere.
 */
export async function withheld(
  client: Endpoint,
  seed: string,
  change: ProvisionChange,
  undrawnOf: UndrawnOf,
): Promise<readonly Withheld[] | undefined> {
  return asProvisioner(client, seed, async ({ manager }) => {
    const found: Withheld[] = [];
    for (const each of [...change.wanted, ...change.left]) {
      const why =
        each.kind === "consumer"
          ? await unread(manager, each, change)
          : await undrawn(manager, each, change, undrawnOf);
      if (why !== undefined) found.push({ provision: each, why });
    }
    return found;
  });
}

async function unread(
  manager: JetStreamManager,
  each: Provision,
  change: ProvisionChange,
): Promise<string | undefined> {
  const { name, within = "" } = each;
  const found = await consumerThere(manager, within, name);
  const waiting = found ? found.num_pending + found.num_ack_pending : 0;
  if (!found || waiting === 0) return undefined;
  const now = change.wanted.find((one) => one.name === name && one.within === within);
  const dropped = givenUp(filtersOf(found.config), filtersOf(now?.settings ?? {}));
  const instead = readsInstead(each, dropped, change.everywhere);
  if (!instead || (await held(manager, within, dropped)) === 0) return undefined;
  const events = waiting === 1 ? "1 event waits" : `${waiting} events wait`;
  return `${events} for it, of ${dropped.join(", ")} among others, which it would read from "${instead}" then`;
}

/** How many events of some subjects a stream holds. */
async function held(manager: JetStreamManager, stream: string, subjects: readonly string[]): Promise<number> {
  let count = 0;
  for (const subject of subjects) {
    const info = await manager.streams.info(stream, { subjects_filter: subject });
    for (const some of Object.values(info.state.subjects ?? {})) count += some;
  }
  return count;
}
