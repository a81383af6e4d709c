import type { Endpoint } from "../../../../compiler/model/address.ts";
import type { Provision } from "../../../../compiler/model/workload.ts";
import { asProvisioner } from "./as-provisioner.ts";
import { consumerThere, streamThere } from "./in-force.ts";

/** Removes streams, with what they hold, and consumers; of those given, what is not there any more is no matter. */
export async function remove(
  client: Endpoint,
  seed: string,
  provisions: readonly Provision[],
): Promise<readonly Provision[] | undefined> {
  return asProvisioner(client, seed, async ({ manager }) => {
    const removed: Provision[] = [];
    const [streams, consumers] = [ofKind(provisions, "stream"), ofKind(provisions, "consumer")];
    for (const each of consumers) {
      const { name, within = "" } = each;
      if (!(await consumerThere(manager, within, name))) continue;
      await manager.consumers.delete(within, name);
      removed.push(each);
    }
    // Copies first: what they copy would be missed.
    for (const each of streams.toSorted((a, b) => b.stage - a.stage)) {
      if (!(await streamThere(manager, each.name))) continue;
      await manager.streams.delete(each.name);
      removed.push(each);
    }
    return removed;
  });
}

function ofKind(provisions: readonly Provision[], kind: string): readonly Provision[] {
  return provisions.filter((each) => each.kind === kind);
}
