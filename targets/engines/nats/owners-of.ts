import type { Provision } from "../../../compiler/model/workload.ts";

/**
 * Names of what a stream or consumer is kept for: its domain, and of a consumer whoever reads by it (an application, a
 * group or a link). No name in a mesh holds an underscore, so that what the parts of these names are joined by does not
 * meet them: see `Stream`, `Source`, `Mirror`, `Durable` and `LinkDurable`.
 */
export function ownersOf({ kind, name, within }: Provision): readonly string[] {
  const [domain = ""] = (within ?? name).split("_");
  if (kind !== "consumer") return [domain];
  const [reader = ""] = name.split("__");
  return [domain, reader.replace(/^group_/, "")];
}
