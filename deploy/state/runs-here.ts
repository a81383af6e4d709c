import type { Result } from "../../compiler/diagnostics/result.ts";
import { failure, success } from "../diagnose.ts";
import type { Host } from "../host/host.ts";
import { runsElsewhere } from "./codes.ts";
import type { EnvironmentState } from "./documents.ts";

/** Checks that an environment's processes, where it has some, run on this machine, which alone can see and end them. */
export function runsHere(host: Pick<Host, "name">, state: EnvironmentState): Result<void> {
  const { environment, runsAt } = state;
  if (!runsAt || runsAt.host === host.name) return success(undefined);
  return failure(runsElsewhere, { environment, ...runsAt });
}
