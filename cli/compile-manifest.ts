import { compile } from "../compiler/compile.ts";
import type { Result } from "../compiler/diagnostics/result.ts";
import { andThen } from "../compiler/diagnostics/result.ts";
import type { Artifact } from "../compiler/model/artifact.ts";
import type { Topology } from "../compiler/model/topology.ts";
import type { SourceReader } from "../compiler/source/source-reader.ts";
import { engines } from "../targets/engines/index.ts";
import { platforms } from "../targets/platforms/index.ts";
import { analyzeManifest } from "./analysis.ts";
import type { Invocation } from "./command-spec.ts";
import { requireEnvironments } from "./environments.ts";
import type { ManifestPath } from "./manifest-path.ts";
import type { Verbose } from "./verbose.ts";
import { inOrder } from "./views/in-order.ts";

/** What a manifest compiles to. */
export interface CompiledManifest {
  readonly topology: Topology;
  readonly artifacts: readonly Artifact[];
}

/** From a manifest on disk to its artifacts, for the environments that `--env` names or all. `took` hears of phases. */
export function compileManifest(
  path: ManifestPath,
  invocation: Invocation,
  reader?: SourceReader,
  took: Verbose["took"] = () => undefined,
): Result<CompiledManifest> {
  const result = andThen(analyzeManifest(path, invocation, "deploy", reader), (analysis) => {
    took("read, checked and proven");
    const { topology } = analysis;
    const environments = requireEnvironments(invocation, topology.mesh);
    const compiled = compile(analysis, engines, platforms, environments);
    took("compiled");
    return compiled.ok ? { ...compiled, value: { topology, artifacts: compiled.value.artifacts } } : compiled;
  });
  return { ...result, diagnostics: inOrder(result.diagnostics) };
}
