import { isBrokerEngine } from "../../compiler/target.ts";
import type { EngineSupport } from "../up/engine-support.ts";
import type { ProbeEngine } from "./session.ts";

/** The engines that run on this machine as verification uses them, by name. */
export function probeEngines(supports: readonly EngineSupport[]): ReadonlyMap<string, ProbeEngine> {
  return new Map(
    supports.flatMap(({ engine, live }) =>
      isBrokerEngine(engine) ? [[engine.name, { live, protocols: engine.protocols }]] : [],
    ),
  );
}
