import type { Workload, WorkloadInstance } from "../model/workload.ts";
import { isBrokerEngine, type WorkloadEngine } from "../target.ts";

/**
 * Whether a server that leaves ends with the start by which the one that stays becomes a server that knows no others: it would
 * go on by itself, and who is at it would hear nothing that comes by the other. Who agrees with others on what is stored,
 * be it with other brokers, does so until all else is done.
 */
export function endsAlong(
  goes: WorkloadInstance,
  { instances }: Workload,
  engine: WorkloadEngine | undefined,
): boolean {
  const [stays, ...others] = instances;
  if (!stays || others.length > 0 || stays.beside !== undefined || goes.beside !== undefined) return false;
  if (!engine || !isBrokerEngine(engine) || engine.clusterListener === undefined) return false;
  const { health } = goes;
  const agrees = health.kind === "http" && health.agreedPath !== undefined;
  return !agrees && !stays.listeners.some(({ name }) => name === engine.clusterListener);
}
