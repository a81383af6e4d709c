import type { Result } from "../../compiler/diagnostics/result.ts";
import type { Analysis } from "../../compiler/compile.ts";
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
  const result = analyzeManifest(path, invocation, "deploy");
  const text = await print(result, path, invocation);
  invocation.terminal.out.write(text);
  return result.ok ? exitCode.done : exitCode.failed;
}

async function print(result: Result<Analysis>, path: ManifestPath, invocation: Invocation): Promise<string> {
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
      const summary = result.ok && !invocation.options.quiet ? summaryText(result.value.topology) : "";
      return drawn + summary;
    }
  }
}
