import { type Engine, isBrokerEngine, type WorkloadEngine } from "../../compiler/target.ts";
import { connectEngine } from "./connect/engine.ts";
import { mosquitto } from "./mosquitto/engine.ts";
import { nats } from "./nats/engine.ts";

/** Everything that makes workloads, sorted by name. */
export const engines: readonly WorkloadEngine[] = [connectEngine, mosquitto, nats];

/** Every broker engine that is built, sorted by name. */
export const brokerEngines: readonly Engine[] = engines.filter(isBrokerEngine);
