import type { Engine } from "../../compiler/target.ts";
import { mosquitto } from "./mosquitto/engine.ts";
import { nats } from "./nats/engine.ts";

/** Every engine that is built, sorted by name. */
export const engines: readonly Engine[] = [mosquitto, nats];
