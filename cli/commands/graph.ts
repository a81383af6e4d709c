import { invariant } from "../../compiler/diagnostics/invariant.ts";
import { namedTopology } from "../../compiler/model/named-topology.ts";
import { views } from "../../targets/views/index.ts";
import { analyzed } from "../analyzed.ts";
import type { Invocation } from "../command-spec.ts";
import { requireEnvironments } from "../environments.ts";
import { exitCode } from "../exit-code.ts";
import { topologyAround } from "../only-environments.ts";
import { writeOutputFile } from "../write-output-file.ts";

/** Draws the mesh in one of the formats. */
export async function graph(invocation: Invocation): Promise<number> {
  const { options, terminal } = invocation;
  const found = analyzed(invocation, "up", invocation.operands[0]);
  if (!found) return exitCode.failed;
  const view = views.find(({ format }) => format === options["format"]);
  invariant(view, "a format of the help has a view");
  const topology = namedTopology(found.analysis.topology);
  const chosen = requireEnvironments(invocation, topology.mesh);
  const text = view.render(options.env ? topologyAround(topology, chosen) : topology);
  if (typeof options["output"] === "string") return writeOutputFile(options["output"], text, terminal);
  terminal.out.write(text);
  return exitCode.done;
}
