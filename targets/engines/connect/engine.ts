import type { WorkloadEngine } from "../../../compiler/target.ts";
import { effectOf } from "./effect-of.ts";
import { linkKinds } from "./link-kinds.ts";
import { lower } from "./lower.ts";
import { versions } from "./versions.ts";

/** An integration engine: no broker, but a process beside one that carries a link to a broker of another engine. */
export const connectEngine: WorkloadEngine = {
  name: "connect",
  versions,
  linkKinds,
  lower,
  effectOf,
  diagnostics: [],
};
