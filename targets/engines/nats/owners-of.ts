import type { Provision } from "../../../compiler/model/workload.ts";

/**
 * What a stream or consumer is kept for, by kind and name: its domain, and of a consumer whoever reads by it (an application, a
 * group or a link). No name in a mesh holds an underscore, so that what the parts of these names are joined by does not
 * meet them: see `Stream`, `Source`, `Mirror`, `Durable` and `LinkDurable`.
 */
export function ownersOf({ kind, name, within }: Provision): readonly string[] {
  const [domain = ""] = (within ?? name).split("_");
  const own = `domain ${domain}`;
  if (kind !== "consumer") return [own];
  const [reader = ""] = name.split("__");
  const [, of, rest] = /^(group|link)_(.+)$/.exec(reader) ?? [];
  return [own, of === undefined ? `application ${reader}` : `${of} ${rest}`];
}
