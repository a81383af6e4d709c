import { suggest } from "../compiler/diagnostics/suggest.ts";
import type { Mesh } from "../compiler/model/mesh.ts";
import type { Invocation } from "./command-spec.ts";
import { UsageError } from "./usage-error.ts";

/** The environments that `--env` names, or all; a name that the manifest does not declare is wrong usage. */
export function requireEnvironments(invocation: Invocation, mesh: Mesh): readonly string[] {
  return environmentsOf(invocation, [...mesh.environments.keys()]);
}

/** Those of some environments that `--env` names, or all of them; a name that is none of them is wrong usage. */
export function environmentsOf({ options }: Invocation, known: readonly string[]): readonly string[] {
  for (const name of options.env ?? []) {
    if (known.includes(name)) continue;
    const near = suggest(name, known);
    throw new UsageError(
      `no environment is called "${name}"${near === undefined ? "" : `; did you mean "${near}"?`}`,
    );
  }
  return options.env ?? known;
}
