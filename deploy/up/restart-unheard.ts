import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { carryOut, type PlannedInstance, type Work } from "./carry-out.ts";
import { findUnheard } from "./find-unheard.ts";

/** How often in one run: that the same one starts so twice has not been seen. */
const mostOften = 3;

const why =
  "it started so that the others hear nothing from it, as its version sometimes does until it is started again";

/**
 * Starts anew whom none of those that it has to agree with hears, until all are heard. Such an instance is healthy to
 * itself; without its vote there may be no leader, and it counts for no copy. `linked` waits until its links are up again.
 */
export async function restartUnheard(
  work: Work,
  planned: readonly PlannedInstance[],
  linked: (restarted: readonly PlannedInstance[]) => Promise<readonly Diagnostic[]>,
): Promise<readonly Diagnostic[]> {
  let now = planned;
  for (let times = 0; times < mostOften; times++) {
    const unheard = (await findUnheard(work.ground, now)).map((each) => restarting(work, each));
    if (unheard.length === 0) break;
    // Nobody waits for agreement before the next: it may need all of them, and none of them takes part in it now.
    const done = await carryOut({ ...work, rejoined: async () => undefined }, unheard);
    const diagnostics = done.ok ? await linked(unheard) : done.diagnostics;
    if (diagnostics.length > 0) return diagnostics;
    const names = new Map(unheard.map((each) => [each.instance.name, each]));
    now = now.map((each) => names.get(each.instance.name) ?? each);
  }
  return [];
}

/** An instance that is to be started anew, with the process that runs it now. */
function restarting({ record }: Work, { process: before, ...planned }: PlannedInstance): PlannedInstance {
  const instance = planned.instance.name;
  const process = record.instance(instance)?.record.process ?? before;
  return { ...planned, ...(process && { process }), steps: [{ kind: "restart", instance, why }] };
}
