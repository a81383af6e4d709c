import { invariant } from "../compiler/diagnostics/invariant.ts";
import { spokenBy, type WorkloadEngine } from "../compiler/target.ts";

/** The listener at which a broker is spoken to in its engine's own protocol. */
export function ownListener(engine: WorkloadEngine): string {
  const [own] = spokenBy(engine);
  invariant(own, `${engine.name} is no broker engine`);
  return own.dialect.listener;
}
