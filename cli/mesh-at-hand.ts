import { hasErrors, type Result } from "../compiler/diagnostics/result.ts";
import type { CompileMode } from "../compiler/target.ts";
import { type ChosenMesh, chosenMesh, type MeshKind } from "../deploy/choice/chosen-mesh.ts";
import { nodeHost } from "../deploy/host/node-host.ts";
import { openStore } from "../deploy/state/open-store.ts";
import type { Invocation } from "./command-spec.ts";
import { declaredState } from "./declared-state.ts";
import type { ManifestPath } from "./manifest-path.ts";
import { UsageError } from "./usage-error.ts";

/**
 * The mesh that a command is about: the one that `up` runs from the manifest's folder, else what was applied; `--up` and
 * `--applied` insist on one. Where both are there and neither is said, a line on standard error says which it is.
 */
export async function meshAtHand(path: ManifestPath, invocation: Invocation): Promise<Result<ChosenMesh>> {
  const only = insisted(invocation);
  const host = nodeHost();
  const { state, diagnostics } = declaredState(path, invocation);
  // A manifest may be broken, but who lays a file over it means a store that it says.
  if (invocation.options.overlay && hasErrors(diagnostics)) return { ok: false, diagnostics };
  const applied = openStore(host, state, path.folder);
  if (!applied.ok) return applied;
  const place = { host, manifestFolder: path.folder, applied: applied.value };
  const chosen = await chosenMesh({ ...place, ...(only && { only }) });
  const { options, terminal } = invocation;
  if (chosen.ok && chosen.value.beside && !options.quiet)
    terminal.err.write(
      "This is about the mesh that `meshc up` runs here; say --applied for what was applied.\n",
    );
  return chosen;
}

/** How the manifest is to be read for a mesh: as it is deployed where that was done, else as `up` runs it. */
export function modeOf(mesh: Result<ChosenMesh>): CompileMode {
  return mesh.ok && mesh.value.kind === "applied" ? "deploy" : "up";
}

function insisted({ options }: Invocation): MeshKind | undefined {
  const [up, applied] = [options["up"] === true, options["applied"] === true];
  if (up && applied) throw new UsageError("--up and --applied are two meshes: say one of them");
  if (up) return "up";
  return applied ? "applied" : undefined;
}
