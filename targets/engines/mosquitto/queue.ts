import { type Amount, amountOf } from "../../../compiler/model/amount.ts";
import type { Event } from "../../../compiler/model/mesh.ts";
import { type Waiting, waitingAt } from "../../../compiler/model/waiting.ts";
import type { Topology } from "../../../compiler/model/topology.ts";

/** What has to wait at a broker for one link, and whether the manifest tells how much that is. */
export interface Queue extends Waiting {
  /** What comes of all its events while the edge is cut off; of those of which that is known. */
  readonly needs: Amount;
  /** Keys that a manifest would have to give for it to be known, by event; empty = all is known. */
  readonly unsaid: readonly { readonly event: Event; readonly keys: readonly string[] }[];
}

/** How many events may wait in a session, and how many bytes their payloads may have. */
export interface QueueLimits {
  readonly messages: number;
  readonly bytes: number;
}

/**
 * What each session may hold where nothing follows: 64 MiB, and so many events that the bytes are met first. Mosquitto's
 * own limit is 1,000 events, of which it says nothing to who published the next.
 */
export const generous: QueueLimits = { messages: 1_000_000, bytes: 67_108_864 };

/** The most that can be written into mosquitto.conf: numbers are read as 32 bits with a sign (2.0.11). */
export const greatestLimit = 2_147_483_647;

/** The pause until who dials has noticed that its target is back, and is connected: 5 s of three tries, and some. */
const reconnecting = 60_000;

/** The queues of at-least-once events at a broker, one for each link that has a session there. */
export function queuesAt(topology: Topology, broker: string): readonly Queue[] {
  return waitingAt(topology, broker).map((waiting) => {
    const unsaid = waiting.events.flatMap((event) => {
      const keys = unsaidOf(event);
      return keys.length === 0 ? [] : [{ event, keys }];
    });
    return { ...waiting, needs: needsOf(waiting.events, 0), unsaid };
  });
}

/**
 * The limits of every session at a broker: they are the broker's, and a session that needs less may hold as much. What
 * is derived holds on while links connect again.
 */
export function queueLimits(topology: Topology, broker: string): QueueLimits {
  const needs = queuesAt(topology, broker).map(({ events }) => needsOf(events, reconnecting));
  return {
    messages: Math.min(greatestLimit, Math.max(generous.messages, ...needs.map(({ messages }) => messages))),
    bytes: Math.min(greatestLimit, Math.max(generous.bytes, ...needs.map(({ bytes }) => bytes))),
  };
}

function needsOf(events: readonly Event[], more: number): Amount {
  const amounts = events.flatMap((event) => {
    const { offlineMilliseconds: offline } = event.terms;
    return offline === undefined ? [] : (amountOf(event, offline + more) ?? []);
  });
  return {
    messages: amounts.reduce((sum, { messages }) => sum + messages, 0),
    bytes: amounts.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

function unsaidOf({ terms, load }: Event): readonly string[] {
  return [
    ...(terms.offlineMilliseconds === undefined ? ["offline"] : []),
    ...(load.perSecond === undefined ? ["rate"] : []),
    ...(load.bytes === undefined ? ["size"] : []),
  ];
}
