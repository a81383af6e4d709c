import { unknownName } from "../diagnostics/codes/resolve.ts";
import type { Code } from "../diagnostics/code.ts";
import type { At, RelatedAt, Reporter } from "../diagnostics/reporter.ts";
import { eventIn, listed, type NamedList, nameIn, type Names, reversed } from "../model/names.ts";
import { pathIn } from "./path-in.ts";

const lists: Readonly<Record<string, NamedList>> = {
  team: "teams",
  broker: "brokers",
  domain: "domains",
  application: "applications",
  event: "events",
};

/**
 * A reporter that takes paths of a manifest as people write it, for one over the manifest by keys, and tells of a name that
 * nothing has any more what is called so now. `names` are those of keys.
 */
export function toldByName(report: Reporter, names: Names): Reporter {
  if (names.size === 0) return report;
  const keys = reversed(names);
  return {
    get diagnostics() {
      return report.diagnostics;
    },
    report<P>(code: Code<P>, parameters: P, at: At, related: readonly RelatedAt[] = []) {
      const unknown = unknownName.code === code.code ? (parameters as Unknown) : undefined;
      const renamed = unknown && renamedTo(unknown, names, keys);
      report.report(
        code,
        renamed === undefined ? parameters : { ...parameters, renamed },
        { ...at, path: pathIn(at.path, keys) },
        related.map((note) => ({ ...note, path: pathIn(note.path, keys) })),
      );
    },
  };
}

function renamedTo({ kind, name }: Unknown, names: Names, keys: Names): string | undefined {
  const list = lists[kind];
  if (list === undefined) return undefined;
  if (list !== "events") return names.get(listed(list, name));
  const [domain = "", event = ""] = name.split(".");
  const known = eventIn(names, nameIn(keys, "domains", domain), event);
  return known === event ? undefined : `${domain}.${known}`;
}

type Unknown = Parameters<typeof unknownName.message>[0];
