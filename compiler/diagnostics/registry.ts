import type { Code } from "./code.ts";
import * as check from "./codes/check.ts";
import * as load from "./codes/load.ts";
import * as plan from "./codes/plan.ts";
import * as prove from "./codes/prove.ts";
import * as readTerms from "./codes/read-terms.ts";
import * as resolve from "./codes/resolve.ts";
import * as streams from "./codes/streams.ts";
import * as synthesize from "./codes/synthesize.ts";
import * as validate from "./codes/validate.ts";

/** Every code that the compiler itself reports, by phase. Engines list their own. */
export const compilerCodes: readonly Code<never>[] = [
  load,
  validate,
  resolve,
  check,
  synthesize,
  streams,
  readTerms,
  prove,
  plan,
].flatMap((file) => Object.values(file));
