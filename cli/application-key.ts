import { unknownName } from "../compiler/diagnostics/codes/resolve.ts";
import type { Result } from "../compiler/diagnostics/result.ts";
import type { Mesh } from "../compiler/model/mesh.ts";
import { listed, nameIn, reversed } from "../compiler/model/names.ts";
import { failure, success } from "../deploy/diagnose.ts";

/** The key of an application that is asked for by its name; what it was called before is told to be another one now. */
export function applicationKey({ names = new Map() }: Mesh, name: string): Result<string> {
  const key = nameIn(reversed(names), "applications", name);
  const renamed = names.get(listed("applications", name));
  if (key !== name || renamed === undefined) return success(key);
  return failure(unknownName, { kind: "application", name, suggestion: undefined, renamed });
}
