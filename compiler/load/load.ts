import { hasErrors, resultOf, type Result } from "../diagnostics/result.ts";
import type { Documents, MapNode } from "../model/documents.ts";
import type { SourceReader } from "../source/source-reader.ts";
import { applyDefaults } from "./apply-defaults.ts";
import { deletesSomething } from "./deletes-something.ts";
import { expandEach } from "./expand-each.ts";
import { layOver } from "./lay-over.ts";
import { createLoadContext, type LoadContext } from "./load-context.ts";
import { readManifestFile } from "./manifest-file.ts";
import { mergeFiles } from "./merge-files.ts";
import { readIncludes } from "./read-includes.ts";

/** What to load besides the root file. */
export interface LoadOptions {
  /** Paths of overlay files as given on the command line, laid over in this order. */
  readonly overlays: readonly string[];
}

/**
 * Reads a manifest: the root file and its includes, then overlays, `each` and defaults, in this order. What is left
 * is one map without `include`, `each` of entries and `defaults`, in which every value knows where it was written.
 * `root` is the root file's name in its folder, such as `mesh.yaml`.
 */
export function load(root: string, reader: SourceReader, options: LoadOptions): Result<Documents> {
  const context = createLoadContext(reader);
  const [first, ...included] = readIncludes(context, root);
  const overlays = readOverlays(context, options.overlays);
  if (!first || hasErrors(context.diagnostics)) {
    if (first) mergeFiles(context, [first, ...included]);
    return { ok: false, diagnostics: context.diagnostics };
  }
  const merged = mergeFiles(context, [first, ...included]);
  const patched = overlays.reduce((manifest, overlay) => {
    deletesSomething(context, manifest, overlay);
    return layFileOver(manifest, overlay);
  }, merged);
  context.workedIn.push(...overlays);
  const filled = applyDefaults(context, expandEach(context, patched));
  return resultOf({ root: filled, workedIn: context.workedIn, files: context.files }, context.diagnostics);
}

function readOverlays(context: LoadContext, paths: readonly string[]): readonly MapNode[] {
  return paths.flatMap((path) => readManifestFile(context, context.reader.nameOf(path), "overlay") ?? []);
}

/** Lays an overlay over the manifest; its `apiVersion` only says how to read it. */
function layFileOver(manifest: MapNode, overlay: MapNode): MapNode {
  const entries = new Map(overlay.entries);
  entries.delete("apiVersion");
  const patched = layOver(manifest, { ...overlay, entries });
  return patched.kind === "map" ? patched : manifest;
}
