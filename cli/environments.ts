import { suggest } from "../compiler/diagnostics/suggest.ts";
import type { Mesh } from "../compiler/model/mesh.ts";
import type { Invocation } from "./command-spec.ts";
import { UsageError } from "./usage-error.ts";

/** The environments that `--env` names, or all; a name that the manifest does not declare is wrong usage. */
export function requireEnvironments({ options }: Invocation, mesh: Mesh): readonly string[] {
  for (const name of options.env ?? []) {
    if (mesh.environments.has(name)) continue;
    const near = suggest(name, mesh.environments.keys());
    throw new UsageError(
      `no environment is called "${name}"${near === undefined ? "" : `; did you mean "${near}"?`}`,
    );
  }
  return options.env ?? [...mesh.environments.keys()];
}
