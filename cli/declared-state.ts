import { layOver } from "../compiler/load/lay-over.ts";
import { createLoadContext } from "../compiler/load/load-context.ts";
import { readManifestFile } from "../compiler/load/manifest-file.ts";
import type { MapNode, Node } from "../compiler/model/documents.ts";
import type { ManifestData } from "../compiler/model/manifest.ts";
import { plainData } from "../compiler/validate/plain-data.ts";
import type { Diagnostic } from "../compiler/diagnostics/diagnostic.ts";
import type { Invocation } from "./command-spec.ts";
import { createDiskReader } from "./disk-reader.ts";
import type { ManifestPath } from "./manifest-path.ts";

/** Where a manifest says that its state is kept, and why that may not be known. */
export interface DeclaredState {
  readonly state: ManifestData["state"];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * What a manifest says of its state, for commands that need no more of it: the root file alone is read, which alone can
 * say it, and what `--overlay` lays over it; the rest may be broken. Nothing where it says nothing, or cannot be read.
 */
export function declaredState(path: ManifestPath, { terminal, options }: Invocation): DeclaredState {
  const context = createLoadContext(createDiskReader(path.folder, terminal.cwd));
  const root = readManifestFile(context, path.file, "root");
  const overlays = (options.overlay ?? []).flatMap(
    (file) => readManifestFile(context, context.reader.nameOf(file), "overlay") ?? [],
  );
  const { diagnostics } = context;
  const whole = root && overlays.reduce((below, overlay) => asMap(layOver(below, overlay)) ?? below, root);
  const state = whole?.entries.get("state")?.value;
  // What is of another shape than it should be is no matter to whoever only asks where the state lies.
  const said = state && (plainData(state) as ManifestData["state"]);
  return { state: typeof said?.store === "string" ? said : undefined, diagnostics };
}

function asMap(node: Node | undefined): MapNode | undefined {
  return node?.kind === "map" ? node : undefined;
}
