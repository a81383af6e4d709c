import { type JetStreamManager, type StreamInfo } from "@nats-io/jetstream";
import type { ProvisionChange } from "../../../../compiler/live.ts";
import type { Endpoint } from "../../../../compiler/model/address.ts";
import type { Provision } from "../../../../compiler/model/workload.ts";
import { meet, subjectsOf } from "../moved-events.ts";
import { asProvisioner } from "./as-provisioner.ts";
import { consumerThere, streamThere } from "./in-force.ts";

/**
 * Takes subjects from the streams that give them up, before others are to take them in: no two streams of a domain may
 * have one in common. A stream that nobody wants any more keeps what it holds, for as long as it was to.
 */
export async function makeRoom(
  client: Endpoint,
  seed: string,
  change: ProvisionChange,
): Promise<readonly Provision[] | undefined> {
  return asProvisioner(client, seed, async ({ manager }) => {
    const there: Provision[] = [];
    for (const each of change.wanted)
      if (each.kind === "stream") await narrow(manager, each, subjectsOf(each.settings));
    for (const each of change.left) {
      const found =
        each.kind === "stream"
          ? await narrow(manager, each, keptOf(each, change))
          : await consumerThere(manager, each.within ?? "", each.name);
      if (found) there.push(each);
    }
    return there;
  });
}

/** Subjects of a stream that nobody wants any more, without those that another is to take in. */
function keptOf({ settings }: Provision, { everywhere }: ProvisionChange): readonly string[] {
  const taken = everywhere.flatMap((one) => subjectsOf(one.settings));
  return subjectsOf(settings).filter((subject) => !taken.some((other) => meet(subject, other)));
}

/** Leaves a stream those of its subjects that are among `kept`. */
async function narrow(
  manager: JetStreamManager,
  { name }: Provision,
  kept: readonly string[],
): Promise<StreamInfo | undefined> {
  const found = await streamThere(manager, name);
  const before = found?.config.subjects ?? [];
  const after = before.filter((subject) => kept.includes(subject));
  if (!found || before.length === 0 || after.length === before.length) return found;
  // One without subjects would take in what has its own name.
  const subjects = after.length > 0 ? after : [`_retired.${name}`];
  return manager.streams.update(name, { ...found.config, subjects });
}
