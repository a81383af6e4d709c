import type { Workload } from "../model/workload.ts";
import { isBrokerEngine, type WorkloadEngine } from "../target.ts";

/**
 * Whether a broker is one server that knows no others. What there was of others beside it ends with the start by which it
 * becomes that: they would go on by themselves, and who is at them would hear nothing of who is at it.
 */
export function isAlone({ instances }: Workload, engine: WorkloadEngine | undefined): boolean {
  const [only, ...others] = instances;
  if (!only || others.length > 0 || only.beside !== undefined) return false;
  if (!engine || !isBrokerEngine(engine) || engine.clusterListener === undefined) return false;
  return !only.listeners.some(({ name }) => name === engine.clusterListener);
}
