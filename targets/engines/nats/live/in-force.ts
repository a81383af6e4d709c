import {
  type ConsumerInfo,
  JetStreamApiError,
  type JetStreamManager,
  type StreamInfo,
} from "@nats-io/jetstream";
import type { Provision } from "../../../../compiler/model/workload.ts";

/**
 * Codes of JetStream's API: nothing of that name; no leader of the meta group so far; a leader that does not know all of its
 * servers, or all of their storage, so that it finds no place for what is asked; and one that has not heard yet of those that
 * keep a stream, or a consumer.
 */
const codes = {
  noConsumer: 10014,
  noStream: 10059,
  unavailable: 10008,
  noPeers: 10005,
  noStorage: 10047,
  streamOffline: 10118,
  consumerOffline: 10119,
};

const passing: readonly number[] = [
  codes.unavailable,
  codes.noPeers,
  codes.streamOffline,
  codes.consumerOffline,
];

/** A stream as it is there, or `undefined`. */
export function streamThere(manager: JetStreamManager, name: string): Promise<StreamInfo | undefined> {
  return orMissing(manager.streams.info(name), [codes.noStream]);
}

/** A consumer as it is there, or `undefined`, be it for want of its stream. */
export function consumerThere(
  manager: JetStreamManager,
  stream: string,
  name: string,
): Promise<ConsumerInfo | undefined> {
  return orMissing(manager.consumers.info(stream, name), [codes.noConsumer, codes.noStream]);
}

/**
 * Whether a broker cannot be asked yet: while the meta group has no leader the API answers so, or not at all, and just after
 * a server was taken out of it a consumer was called offline that was there again seconds later.
 */
export function isNotReady(error: unknown): boolean {
  if (error instanceof JetStreamApiError) return passing.includes(error.code);
  return error instanceof Error && /timeout|no responders/i.test(`${error.name} ${error.message}`);
}

/** What a broker gives as a reason, with its code; of what is not answered at all, that. */
export function whyNot(error: unknown): string {
  if (error instanceof JetStreamApiError) return `${error.message} (error ${error.code})`;
  if (isNotReady(error)) return "it does not answer in time";
  return error instanceof Error ? error.message : String(error);
}

/**
 * Why there is no place for a stream now, in the broker's words, if that is what an error says. That need not last: a
 * stream that fills a cluster exactly was refused right after a start, and taken seconds later (2.12.8).
 */
export function noPlaceNow(error: unknown): string | undefined {
  if (!(error instanceof JetStreamApiError)) return undefined;
  return [codes.noPeers, codes.noStorage].includes(error.code) ? error.message : undefined;
}

async function orMissing<T>(asked: Promise<T>, missing: readonly number[]): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof JetStreamApiError && missing.includes(error.code)) return undefined;
    throw error;
  }
}

/** What of the settings that are wanted is not in force, a sentence each; settings that nobody wants are no matter. */
export function differences(found: object, wanted: Provision["settings"]): readonly string[] {
  const values = new Map<string, unknown>(Object.entries(found));
  return Object.entries(wanted)
    .filter(([key, value]) => !same(values.get(key), value))
    .map(([key, value]) => `${key} is ${words(values.get(key))}, not ${words(value)}`);
}

/** The same of a consumer that is there: where it began does not count any more, it has a place of its own. */
export function consumerDifferences(found: object, wanted: Provision["settings"]): readonly string[] {
  const { deliver_policy: _, ...settings } = wanted;
  return differences(found, settings);
}

function words(value: unknown): string {
  return value === undefined ? "not set" : JSON.stringify(value);
}

/** What the server leaves out of its answer is an empty list. */
function same(found: unknown, wanted: unknown): boolean {
  if (found === undefined && Array.isArray(wanted)) return wanted.length === 0;
  if (Array.isArray(found) && Array.isArray(wanted))
    return JSON.stringify(found.toSorted()) === JSON.stringify(wanted.toSorted());
  return JSON.stringify(found) === JSON.stringify(wanted);
}
