import type { LiveEngine } from "../compiler/live.ts";
import type { WorkloadEngine } from "../compiler/target.ts";
import { connectLive } from "../targets/engines/connect/live/live.ts";
import { mosquittoLive } from "../targets/engines/mosquitto/live/live.ts";
import { natsLive } from "../targets/engines/nats/live/live.ts";
import type { EngineSupport } from "./up/engine-support.ts";

const liveEngines: ReadonlyMap<string, LiveEngine> = new Map(
  [connectLive, mosquittoLive, natsLive].map((live) => [live.name, live]),
);

/** Those of the engines that can be run on this machine, with what talks to them. */
export function engineSupports(engines: readonly WorkloadEngine[]): readonly EngineSupport[] {
  return engines.flatMap((engine) => {
    const live = liveEngines.get(engine.name);
    return live ? [{ engine, live }] : [];
  });
}
