import type { Result } from "../../compiler/diagnostics/result.ts";
import type { ManifestData } from "../../compiler/model/manifest.ts";
import { type PlannedMesh, planManifest } from "../../compiler/plan-manifest.ts";
import { diagnose, success } from "../diagnose.ts";
import type { BroughtAbout } from "../up/bring-about.ts";
import { provisionName } from "../up/provision-name.ts";
import type { StillHeld } from "./apply-options.ts";
import type { ApplyRun } from "./apply-run.ts";
import { stillHeld } from "./codes.ts";
import { removeLeft } from "./remove-left.ts";
import { whatWaits } from "./what-waits.ts";

/** What became of what was drained. */
export interface Removed {
  /** The manifest that holds from now on. */
  readonly data: ManifestData;
  /** What is not empty yet. */
  readonly still: readonly StillHeld[];
  /** What it took to let go of what is empty; absent where nothing was. */
  readonly part?: BroughtAbout;
}

/**
 * Takes what was drained and is empty out of the mesh, and removes what is left of it in the brokers, with what may be
 * lost by name. What is not empty stays, and is told.
 */
export async function removeDrained(run: ApplyRun, held: BroughtAbout): Promise<Result<Removed>> {
  const { planned, options, carrying } = run;
  const still = await whatWaits(held, planned.drains);
  const waiting = new Set(still.map(({ name }) => name));
  const empty = planned.drains.filter(({ name }) => !waiting.has(name)).map(({ name }) => name);
  const rest = planWithout(run, empty);
  if (!rest.ok) return rest;
  const part = empty.length > 0 ? await run.bring(rest.value.topologies.held, { isProven: true }) : undefined;
  if (part && !part.ok) return part;
  const changes = (part?.value ?? held).changes;
  const emptied = part?.value.changes.flatMap(({ newlyLeft }) => newlyLeft.map(provisionName)) ?? [];
  const removed = await removeLeft(
    {
      ground: held.ground,
      record: carrying.record,
      progress: options.progress,
      mayLose: planned.options.mayLose,
      emptied: new Set(emptied),
    },
    changes,
  );
  if (!removed.ok) return removed;
  const told = still.map(({ kind, name, why }) => diagnose(stillHeld, { kind, name, why: why.join(", ") }));
  const value = { data: rest.value.held, still, ...(part && { part: part.value }) };
  return { ok: true, value, diagnostics: [...(part?.diagnostics ?? []), ...told] };
}

/** The plan without what is empty, as if its loss were allowed: nothing is lost. */
function planWithout({ planned, options }: ApplyRun, empty: readonly string[]): Result<PlannedMesh> {
  if (empty.length === 0) return success(planned);
  const mayLose = new Set([...planned.options.mayLose, ...empty]);
  return planManifest(options.analysis, planned.recorded, { ...planned.options, mayLose });
}
