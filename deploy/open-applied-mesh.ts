import type { Result } from "../compiler/diagnostics/result.ts";
import { nothingApplied } from "./apply/codes.ts";
import { runFolderOf } from "./apply/run-folder.ts";
import type { Host } from "./host/host.ts";
import { openMeshAt } from "./open-running-mesh.ts";
import type { RunningMesh } from "./running-mesh.ts";
import type { StateStore } from "./state/state-store.ts";

/**
 * What is recorded of the mesh that was applied from a manifest's folder and runs on this machine: its endpoints and
 * seeds, read once. Says that nothing was applied where no instance was given a process.
 */
export async function openAppliedMesh(
  host: Host,
  store: StateStore,
  manifestFolder: string,
): Promise<Result<RunningMesh>> {
  const folder = await runFolderOf(host, manifestFolder);
  return openMeshAt({ host, manifestFolder, folder, store }, nothingApplied);
}
