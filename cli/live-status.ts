import { runFolderOf } from "../deploy/apply/run-folder.ts";
import { engineSupports } from "../deploy/engine-supports.ts";
import { nodeHost } from "../deploy/host/node-host.ts";
import type { RecordedPlan } from "../deploy/plan/recorded-plan.ts";
import type { StateStore } from "../deploy/state/state-store.ts";
import { status } from "../deploy/status/status.ts";
import type { StatusReport } from "../deploy/status/status-report.ts";
import { engines } from "../targets/engines/index.ts";
import type { Invocation } from "./command-spec.ts";
import { drawDiagnostics } from "./draw-diagnostics.ts";
import type { ManifestPath } from "./manifest-path.ts";

/** What was found when what was applied was asked for; no report where nothing was applied yet, or it failed. */
export interface LiveStatus {
  readonly ok: boolean;
  readonly report: StatusReport | undefined;
}

/** How what was applied runs now, of the environments that a plan is about; what goes wrong is drawn. */
export async function liveStatus(
  planned: RecordedPlan,
  store: StateStore,
  path: ManifestPath,
  invocation: Invocation,
): Promise<LiveStatus> {
  if (planned.recorded === undefined) return { ok: true, report: undefined };
  const host = nodeHost();
  const folder = await runFolderOf(host, path.folder);
  const place = { host, manifestFolder: path.folder, folder, store };
  const result = await status({ ...place, engines: engineSupports(engines) });
  const { err } = invocation.terminal;
  err.write(drawDiagnostics(result.diagnostics, path, invocation, err));
  if (!result.ok) return { ok: false, report: undefined };
  const chosen = planned.basis.environments;
  const environments = result.value.environments.filter(
    ({ name }) => chosen.length === 0 || chosen.includes(name),
  );
  return { ok: true, report: { ...result.value, environments } };
}
