import {
  type ConsumerConfig,
  JetStreamApiError,
  type JetStreamManager,
  jetstreamManager,
  type StreamConfig,
} from "@nats-io/jetstream";
import type { ProvisionOutcome } from "../../../../compiler/live.ts";
import type { Endpoint } from "../../../../compiler/model/address.ts";
import type { Provision } from "../../../../compiler/model/workload.ts";
import { provisionerInbox } from "../control-subjects.ts";
import { lossOf } from "../loss-of.ts";
import { logIn } from "./log-in.ts";

/**
 * Codes of JetStream's API: nothing of that name; no leader of the meta group so far; and a leader that does not know
 * all of its servers yet, so that it finds no place for what is asked (placement is only asked for where it is given).
 */
const codes = { noConsumer: 10014, noStream: 10059, unavailable: 10008, noPeers: 10005 };

/**
 * Brings streams and consumers about through JetStream's API. Only what differs is written: what is there is read
 * first, and a setting that the manifest does not say is left as it is.
 */
export async function provision(
  client: Endpoint,
  seed: string,
  provisions: readonly Provision[],
): Promise<readonly ProvisionOutcome[] | undefined> {
  const connection = await logIn(client, { seed, inboxPrefix: provisionerInbox });
  try {
    const manager = await jetstreamManager(connection, { checkAPI: false });
    const outcomes: ProvisionOutcome[] = [];
    for (const each of provisions) outcomes.push(await bringAbout(manager, each));
    return outcomes;
  } catch (error) {
    if (isNotReady(error)) return undefined;
    throw error;
  } finally {
    await connection.close();
  }
}

/** While the meta group has no leader the API answers so, or not at all. */
function isNotReady(error: unknown): boolean {
  if (error instanceof JetStreamApiError) return [codes.unavailable, codes.noPeers].includes(error.code);
  return error instanceof Error && /timeout|no responders/i.test(`${error.name} ${error.message}`);
}

function bringAbout(manager: JetStreamManager, each: Provision): Promise<ProvisionOutcome> {
  return each.kind === "stream" ? bringStream(manager, each) : bringConsumer(manager, each);
}

async function bringStream(manager: JetStreamManager, each: Provision): Promise<ProvisionOutcome> {
  const wanted = each.settings as unknown as StreamConfig;
  const found = await orMissing(manager.streams.info(each.name), codes.noStream);
  if (!found) {
    await manager.streams.add(wanted);
    return { provision: each, done: "made" };
  }
  if (agrees(found.config, each.settings)) return { provision: each, done: "unchanged" };
  const loss = found.state.messages > 0 ? lossOf({ ...found.config }, each.settings) : undefined;
  if (loss !== undefined)
    return { provision: each, refused: `${loss}, and it holds ${found.state.messages} events` };
  await manager.streams.update(each.name, wanted);
  return { provision: each, done: "changed" };
}

async function bringConsumer(manager: JetStreamManager, each: Provision): Promise<ProvisionOutcome> {
  const stream = each.within ?? "";
  const found = await orMissing(manager.consumers.info(stream, each.name), codes.noConsumer);
  if (found && agrees(found.config, each.settings)) return { provision: each, done: "unchanged" };
  if (!found) {
    await manager.consumers.add(stream, each.settings as Partial<ConsumerConfig>);
    return { provision: each, done: "made" };
  }
  // Its place in the stream stays.
  const settings: object = { ...unfiltered, ...each.settings };
  await manager.consumers.update(stream, each.name, settings as Partial<ConsumerConfig>);
  return { provision: each, done: "changed" };
}

/** One filter and several stand under different keys, of which only one may be given. */
const unfiltered = { filter_subject: undefined, filter_subjects: undefined };

async function orMissing<T>(asked: Promise<T>, missing: number): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === missing) return undefined;
    throw error;
  }
}

/** Whether all settings that are wanted are in force, whatever else is. */
function agrees(found: object, wanted: Provision["settings"]): boolean {
  const values = new Map<string, unknown>(Object.entries(found));
  return Object.entries(wanted).every(([key, value]) => same(values.get(key), value));
}

/** What the server leaves out of its answer is an empty list. */
function same(found: unknown, wanted: unknown): boolean {
  if (found === undefined && Array.isArray(wanted)) return wanted.length === 0;
  if (Array.isArray(found) && Array.isArray(wanted))
    return JSON.stringify(found.toSorted()) === JSON.stringify(wanted.toSorted());
  return JSON.stringify(found) === JSON.stringify(wanted);
}
