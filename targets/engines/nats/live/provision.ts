import { type ConsumerConfig, type JetStreamManager, type StreamConfig } from "@nats-io/jetstream";
import type { ProvisionOutcome } from "../../../../compiler/live.ts";
import type { Endpoint } from "../../../../compiler/model/address.ts";
import type { Provision } from "../../../../compiler/model/workload.ts";
import { isElsewhere, lossOf } from "../loss-of.ts";
import { asProvisioner } from "./as-provisioner.ts";
import { consumerDifferences, consumerThere, differences, noPlaceNow, streamThere } from "./in-force.ts";
import { placeToBegin } from "./place-to-begin.ts";

/**
 * Brings streams and consumers about through JetStream's API. Only what differs is written: what is there is read
 * first, and a setting that the manifest does not say is left as it is.
 */
export async function provision(
  client: Endpoint,
  seed: string,
  provisions: readonly Provision[],
  clientOf: (broker: string) => Endpoint | undefined,
  mayLose: (provision: Provision) => boolean = () => false,
): Promise<readonly ProvisionOutcome[] | undefined> {
  return asProvisioner(client, seed, async ({ manager, open }) => {
    const before = ({ keptBefore = [] }: Provision) =>
      Promise.all(keptBefore.flatMap((broker) => clientOf(broker) ?? []).map(open));
    const outcomes: ProvisionOutcome[] = [];
    for (const each of provisions) {
      const bring = () =>
        each.kind === "stream"
          ? bringStream(manager, each, mayLose(each))
          : bringConsumer(manager, each, () => before(each));
      const outcome = await orLater(each, bring);
      outcomes.push(outcome);
      if ("later" in outcome) break;
    }
    return outcomes;
  });
}

async function orLater(each: Provision, bring: () => Promise<ProvisionOutcome>): Promise<ProvisionOutcome> {
  try {
    return await bring();
  } catch (error) {
    const later = noPlaceNow(error);
    if (later === undefined) throw error;
    return { provision: each, later };
  }
}

async function bringStream(
  manager: JetStreamManager,
  each: Provision,
  mayLose: boolean,
): Promise<ProvisionOutcome> {
  const wanted = each.settings as unknown as StreamConfig;
  const found = await streamThere(manager, each.name);
  if (!found) {
    await manager.streams.add(wanted);
    return { provision: each, done: "made" };
  }
  if (differences(found.config, each.settings).length === 0) return { provision: each, done: "unchanged" };
  const { messages } = found.state;
  const loss = lossOf({ ...found.config }, each.settings);
  if (loss !== undefined && messages > 0 && !mayLose) {
    const count = messages === 1 ? "1 event" : `${messages} events`;
    return { provision: each, refused: `${loss}, and it holds ${count}` };
  }
  if (isElsewhere(found.config, each.settings)) {
    // A stream cannot move and change the servers that it is on at once; one that is empty can be made anew.
    await manager.streams.delete(each.name);
    await manager.streams.add(wanted);
    return { provision: each, done: "changed" };
  }
  await manager.streams.update(each.name, wanted);
  return { provision: each, done: "changed" };
}

async function bringConsumer(
  manager: JetStreamManager,
  each: Provision,
  before: () => Promise<readonly JetStreamManager[]>,
): Promise<ProvisionOutcome> {
  const stream = each.within ?? "";
  const found = await consumerThere(manager, stream, each.name);
  if (found && consumerDifferences(found.config, each.settings).length === 0)
    return { provision: each, done: "unchanged" };
  if (!found) {
    const begin = await placeToBegin([manager, ...(await before())], stream, each.name);
    await manager.consumers.add(stream, { ...each.settings, ...begin.settings } as Partial<ConsumerConfig>);
    await begin.leave?.();
    return { provision: each, done: "made" };
  }
  // Its place in the stream stays.
  const { deliver_policy: begun, opt_start_seq: at, opt_start_time: from } = found.config;
  const start = { deliver_policy: begun, ...(at !== undefined && { opt_start_seq: at }) };
  const settings: object = {
    ...unfiltered,
    ...each.settings,
    ...start,
    ...(from && { opt_start_time: from }),
  };
  await manager.consumers.update(stream, each.name, settings as Partial<ConsumerConfig>);
  return { provision: each, done: "changed" };
}

/** One filter and several stand under different keys, of which only one may be given. */
const unfiltered = { filter_subject: undefined, filter_subjects: undefined };
