import type { Result } from "../../compiler/diagnostics/result.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import { analyzeManifest } from "../analysis.ts";
import type { Invocation } from "../command-spec.ts";
import { exitCode } from "../exit-code.ts";
import type { ManifestPath } from "../manifest-path.ts";
import { manifestPath } from "../manifest-path.ts";
import { drawDiagnostics } from "../draw-diagnostics.ts";
import { version } from "../version.ts";
import { summaryText } from "../views/summary-text.ts";

/** Checks a manifest and prints all that was found. */
export async function validate(invocation: Invocation): Promise<number> {
  const path = manifestPath(invocation, invocation.operands[0]);
  const result = await resultOf(path, invocation);
  const text = await print(result, path, invocation);
  invocation.terminal.out.write(text);
  return result.ok ? exitCode.done : exitCode.failed;
}

/** With `--env`, what only compiling those environments would find is found too. */
async function resultOf(path: ManifestPath, invocation: Invocation): Promise<Result<Topology>> {
  if (invocation.options.env) {
    const { compileManifest } = await import("../compile-manifest.ts");
    const compiled = compileManifest(path, invocation);
    return compiled.ok ? { ...compiled, value: compiled.value.topology } : compiled;
  }
  const result = analyzeManifest(path, invocation, "deploy");
  return result.ok ? { ...result, value: result.value.topology } : result;
}

async function print(result: Result<Topology>, path: ManifestPath, invocation: Invocation): Promise<string> {
  const { diagnostics } = result;
  switch (invocation.options["format"]) {
    case "json":
      return (await import("../views/diagnostics-json.ts")).diagnosticsJson(diagnostics);
    case "sarif":
      return (await import("../views/diagnostics-sarif.ts")).diagnosticsSarif(
        diagnostics,
        version,
        path.prefix,
      );
    case "github":
      return (await import("../views/diagnostics-github.ts")).diagnosticsGithub(diagnostics, path.prefix);
    default: {
      const drawn = drawDiagnostics(diagnostics, path, invocation, invocation.terminal.out);
      const summary = result.ok && !invocation.options.quiet ? summaryText(result.value, diagnostics) : "";
      return drawn + summary;
    }
  }
}
