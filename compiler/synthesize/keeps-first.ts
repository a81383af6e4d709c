import type { Broker, BrokerRole, Event } from "../model/mesh.ts";

/** A broker as far as it matters for what it keeps. */
export interface Keeper {
  readonly broker: Broker;
  readonly role: BrokerRole;
  /** Whether brokers of its engine can keep streams. */
  readonly keepsStreams: boolean;
}

/**
 * Whether a broker keeps an event that is published at it, or comes up to it, before the event's home has it: an edge
 * that stores, or that has to for events which may not be lost while it is cut off.
 */
export function keepsFirst({ broker, role, keepsStreams }: Keeper, { terms }: Event): boolean {
  if (role !== "edge" || !keepsStreams || terms.delivery !== "at-least-once") return false;
  return broker.storage !== undefined || terms.offlineMilliseconds !== undefined;
}
