import type { AbstractMesh } from "./abstract-mesh.ts";
import type { PlainEvent } from "./topics.ts";
import { mayBeIn } from "./uses.ts";
import { letsThrough } from "./wiring.ts";

/** Whether an event may go from one broker to another: it may be at both, and their link lets its domain through. */
export function mayCross(mesh: AbstractMesh, event: PlainEvent, from: string, to: string): boolean {
  return letsThrough(mesh, from, to, event.domain) && mayBeAt(mesh, event, from) && mayBeAt(mesh, event, to);
}

/** Whether an event may be at a broker. */
export function mayBeAt({ brokers, environments }: AbstractMesh, event: PlainEvent, broker: string): boolean {
  return mayBeIn(event, environments[brokers[broker]?.environment ?? ""]?.residency);
}
