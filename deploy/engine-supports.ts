import type { Engine } from "../compiler/target.ts";
import { systemIdentity } from "../targets/engines/nats/files.ts";
import { natsLive } from "../targets/engines/nats/live/live.ts";
import type { EngineSupport } from "./up/engine-support.ts";

/** What runs the brokers of each engine and talks to them, by the engine's name. */
const supports: ReadonlyMap<string, Omit<EngineSupport, "engine">> = new Map([
  ["nats", { live: natsLive, program: "nats-server", versionArguments: ["--version"], systemIdentity }],
]);

/** Those of the engines that can be run on this machine. */
export function engineSupports(engines: readonly Engine[]): readonly EngineSupport[] {
  return engines.flatMap((engine) => {
    const support = supports.get(engine.name);
    return support ? [{ engine, ...support }] : [];
  });
}
