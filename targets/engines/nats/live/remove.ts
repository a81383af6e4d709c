import type { JetStreamManager } from "@nats-io/jetstream";
import type { Endpoint } from "../../../../compiler/model/address.ts";
import type { RemovalOutcome } from "../../../../compiler/model/removal-outcome.ts";
import type { Provision } from "../../../../compiler/model/workload.ts";
import { asProvisioner } from "./as-provisioner.ts";
import { consumerThere, isNotReady, streamThere, whyNot } from "./in-force.ts";

/** Removes streams, with what they hold, and consumers; of those given, what is not there any more is no matter. */
export async function remove(
  client: Endpoint,
  seed: string,
  provisions: readonly Provision[],
): Promise<readonly RemovalOutcome[]> {
  const [streams, consumers] = [ofKind(provisions, "stream"), ofKind(provisions, "consumer")];
  // Copies first: what they copy would be missed.
  const ordered = [...consumers, ...streams.toSorted((a, b) => b.stage - a.stage)];
  const outcomes: RemovalOutcome[] = [];
  await asProvisioner(client, seed, async ({ manager }) => {
    for (const each of ordered) outcomes.push(await removeOne(manager, each));
  });
  return outcomes;
}

async function removeOne(manager: JetStreamManager, provision: Provision): Promise<RemovalOutcome> {
  const { kind, name, within = "" } = provision;
  try {
    if (kind === "consumer") {
      if (!(await consumerThere(manager, within, name))) return { provision, wasThere: false };
      await manager.consumers.delete(within, name);
    } else {
      if (!(await streamThere(manager, name))) return { provision, wasThere: false };
      await manager.streams.delete(name);
    }
    return { provision, wasThere: true };
  } catch (error) {
    return { provision, why: whyNot(error), mayPass: isNotReady(error) };
  }
}

function ofKind(provisions: readonly Provision[], kind: string): readonly Provision[] {
  return provisions.filter((each) => each.kind === kind);
}
