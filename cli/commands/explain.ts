import { namedTopology } from "../../compiler/model/named-topology.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import { hasErrors } from "../../compiler/diagnostics/result.ts";
import { analyzeManifest } from "../analysis.ts";
import { analyzed } from "../analyzed.ts";
import type { Invocation } from "../command-spec.ts";
import { requireEnvironments } from "../environments.ts";
import { exitCode } from "../exit-code.ts";
import { explainCode } from "../explain/explain-code.ts";
import { explainKey } from "../explain/explain-key.ts";
import { explainPort } from "../explain/explain-port.ts";
import { explainPorts } from "../explain/explain-ports.ts";
import { explainPart, partNames } from "../explain/explain-part.ts";
import { nearKey } from "../explain/near-key.ts";
import { manifestPath } from "../manifest-path.ts";
import { suggest } from "../../compiler/diagnostics/suggest.ts";
import { visible } from "../views/visible.ts";

/** Explains a code, a part of the mesh or a key of the manifest; `ports` is the table for those who run firewalls. */
export async function explain(invocation: Invocation): Promise<number> {
  const [what = ""] = invocation.operands;
  if (what === "ports") return ports(invocation);
  const text = explainCode(what) ?? explainInMesh(what, invocation);
  if (text !== undefined) {
    invocation.terminal.out.write(text);
    return exitCode.done;
  }
  invocation.terminal.err.write(unknown(what, invocation));
  return exitCode.failed;
}

/** A word can be both a part of the mesh and a key; then both are explained. */
function explainInMesh(what: string, invocation: Invocation): string | undefined {
  const topology = topologyAtHand(invocation);
  const texts = [
    topology && explainPart(what, topology),
    topology && explainPort(what, topology),
    explainKey(what),
  ].filter((text) => text !== undefined);
  return texts.length > 0 ? texts.join("\n") : undefined;
}

/** The mesh of the current folder, where there is one without errors: keys and codes are explained without it. */
function topologyAtHand(invocation: Invocation): Topology | undefined {
  const result = analyzeManifest(manifestPath(invocation, undefined), invocation, "up");
  return result.ok ? namedTopology(result.value.topology) : undefined;
}

function ports(invocation: Invocation): number {
  const found = analyzed(invocation, "up", undefined);
  if (!found) return exitCode.failed;
  const topology = namedTopology(found.analysis.topology);
  const environments = requireEnvironments(invocation, topology.mesh);
  invocation.terminal.out.write(explainPorts(topology, environments));
  return exitCode.done;
}

function unknown(what: string, invocation: Invocation): string {
  const result = analyzeManifest(manifestPath(invocation, undefined), invocation, "up");
  const names = result.ok ? partNames(namedTopology(result.value.topology)) : [];
  const near = suggest(what, names) ?? nearKey(what);
  const hint = near === undefined ? "" : `; did you mean "${visible(near)}"?`;
  const noMesh = hasErrors(result.diagnostics) ? " (the manifest here has errors, or there is none)" : "";
  return `error: nothing is called "${visible(what)}"${noMesh}${hint}\n`;
}
