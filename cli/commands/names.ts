import { namedTopology } from "../../compiler/model/named-topology.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import { analyzeManifest } from "../analysis.ts";
import type { Invocation, NameKind } from "../command-spec.ts";
import { exitCode } from "../exit-code.ts";
import { partNames } from "../explain/explain-part.ts";
import { manifestPath } from "../manifest-path.ts";

/** Prints names for a shell to offer, one a line. Whoever presses Tab wants no errors: then there are none to offer. */
export async function names(invocation: Invocation): Promise<number> {
  const [kind = "", ...typed] = invocation.operands;
  const manifest = valueOf(typed, "-m", "--manifest");
  const options = { ...invocation.options, ...(manifest !== undefined && { manifest }) };
  const found = await namesOf(kind, { ...invocation, options });
  const plain = [...new Set(found)].filter(isPlain).toSorted();
  invocation.terminal.out.write(plain.map((name) => `${name}\n`).join(""));
  return exitCode.done;
}

async function namesOf(kind: string, asked: Invocation): Promise<Iterable<string>> {
  const path = manifestPath(asked, undefined);
  if (kind === "identities") return (await import("../identity-names.ts")).identityNames(path, asked);
  const find = finders.get(kind);
  const result = analyzeManifest(path, asked, "up");
  return find && result.ok ? find(namedTopology(result.value.topology)) : [];
}

type Finder = (topology: Topology) => Iterable<string>;

const finders: ReadonlyMap<string, Finder> = new Map<NameKind, Finder>([
  ["applications", ({ mesh }) => mesh.applications.keys()],
  ["brokers", ({ mesh }) => mesh.brokers.keys()],
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
