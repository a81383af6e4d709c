import type { Result } from "../../compiler/diagnostics/result.ts";
import { nothingApplied } from "../apply/codes.ts";
import { runFolderOf } from "../apply/run-folder.ts";
import type { StateStore } from "../state/state-store.ts";
import { type StatusOptions, statusAt } from "./status.ts";
import type { StatusReport } from "./status-report.ts";

/** Health, links and drift of every instance of the mesh that was applied from a manifest's folder. Changes nothing. */
export async function appliedStatus(
  options: StatusOptions,
  store: StateStore,
): Promise<Result<StatusReport>> {
  const { host, manifestFolder } = options;
  const folder = await runFolderOf(host, manifestFolder);
  return statusAt(options, { host, manifestFolder, folder, store }, nothingApplied);
}
