import * as codes from "../diagnostics/codes/load.ts";
import type { MapNode, Node } from "../model/documents.ts";
import type { Span } from "../source/source-file.ts";
import { describe } from "./describe.ts";
import type { LoadContext } from "./load-context.ts";
import { readYaml } from "./read-yaml.ts";

const apiVersion = "meshc/v1";

/**
 * Reads a file of the manifest: a map that says its `apiVersion` and holds no key that its role forbids.
 * `undefined`, with the reason reported, where there is no such map.
 */
export function readManifestFile(
  context: LoadContext,
  name: string,
  role: codes.FileRole,
  from?: Span,
): MapNode | undefined {
  const read = readYaml(context, name, role, from);
  if (!read?.node) return undefined;
  if (read.node.kind !== "map") {
    const found = describe(read.node);
    context.report(codes.unexpectedShape, { what: `"${name}"`, expected: "a map", found }, read.node.span);
    return undefined;
  }
  checkVersion(context, name, read.node);
  checkRole(context, name, role, read.node);
  return read.node;
}

function checkVersion(context: LoadContext, file: string, map: MapNode): void {
  const version = map.entries.get("apiVersion")?.value;
  if (!version) return context.report(codes.apiVersionMissing, { file }, firstKey(map));
  if (version.kind === "scalar" && version.value === apiVersion) return;
  context.report(codes.apiVersionUnknown, { version: shown(version) }, version.span);
}

function checkRole(context: LoadContext, file: string, role: codes.FileRole, map: MapNode): void {
  if (role === "overlay") {
    const include = map.entries.get("include");
    if (include) context.report(codes.includeInOverlay, {}, include.key);
  }
  if (role !== "included") return;
  for (const key of ["mesh", "state"]) {
    const entry = map.entries.get(key);
    if (entry) context.report(codes.rootOnly, { key, file }, entry.key);
  }
}

function firstKey(map: MapNode): Span {
  for (const entry of map.entries.values()) return entry.key;
  return map.span;
}

function shown(node: Node): string {
  return node.kind === "scalar" ? String(node.value) : describe(node);
}
