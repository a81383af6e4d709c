import type { Topology } from "../../compiler/model/topology.ts";
import { analyzeManifest } from "../analysis.ts";
import type { Invocation, NameKind } from "../command-spec.ts";
import { exitCode } from "../exit-code.ts";
import { partNames } from "../explain/explain-part.ts";
import { manifestPath } from "../manifest-path.ts";

/** Prints names for a shell to offer, one a line. Whoever presses Tab wants no errors: then there are none to offer. */
export async function names(invocation: Invocation): Promise<number> {
  const [kind, ...typed] = invocation.operands;
  const find = finders.get(kind ?? "");
  const manifest = valueOf(typed, "-m", "--manifest");
  const options = { ...invocation.options, ...(manifest !== undefined && { manifest }) };
  const asked = { ...invocation, options };
  const result = analyzeManifest(manifestPath(asked, undefined), asked, "up");
  if (!find || !result.ok) return exitCode.done;
  const found = [...new Set(find(result.value.topology))].filter(isPlain).toSorted();
  invocation.terminal.out.write(found.map((name) => `${name}\n`).join(""));
  return exitCode.done;
}

const finders: ReadonlyMap<string, (topology: Topology) => Iterable<string>> = new Map<
  NameKind,
  (topology: Topology) => Iterable<string>
>([
  ["applications", ({ mesh }) => mesh.applications.keys()],
  ["environments", ({ mesh }) => mesh.environments.keys()],
  ["parts", (topology) => ["ports", ...partNames(topology)]],
]);

/** Bash expands the words that it is given to offer, so a name that it could take for more than a word is left out. */
function isPlain(name: string): boolean {
  return /^[\w.-]+$/.test(name);
}

/** The value of a flag among words of a command line: `-m infra` or `--manifest=infra`. */
function valueOf(words: readonly string[], short: string, long: string): string | undefined {
  const at = words.findLastIndex((word) => word === short || word === long || word.startsWith(`${long}=`));
  const word = words[at];
  return word?.startsWith(`${long}=`) ? word.slice(long.length + 1) : word && words[at + 1];
}
