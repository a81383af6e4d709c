import { unknownName } from "../compiler/diagnostics/codes/resolve.ts";
import type { Result } from "../compiler/diagnostics/result.ts";
import { suggest } from "../compiler/diagnostics/suggest.ts";
import type { Mesh } from "../compiler/model/mesh.ts";
import { calledIn, listed, nameIn, reversed } from "../compiler/model/names.ts";
import { failure, success } from "../deploy/diagnose.ts";

/**
 * The key of an application or a broker that is asked for by its name. Nothing is called so: the one that was called so
 * before is told, or what is called much alike.
 */
export function entryKey(mesh: Mesh, kind: "application" | "broker", name: string): Result<string> {
  const { names = new Map() } = mesh;
  const list = `${kind}s` as const;
  const key = nameIn(reversed(names), list, name);
  const renamed = names.get(listed(list, name));
  if (key === name && renamed !== undefined)
    return failure(unknownName, { kind, name, suggestion: undefined, renamed });
  if (mesh[list].has(key)) return success(key);
  const known = [...mesh[list].keys()].map((each) => calledIn(mesh, list, each));
  return failure(unknownName, { kind, name, suggestion: suggest(name, known) });
}
