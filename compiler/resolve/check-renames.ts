import { renameCollides } from "../diagnostics/codes/resolve.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import type { ManifestData } from "../model/manifest.ts";
import { type NamedEntry, namedEntries } from "../model/named-entries.ts";
import { listed } from "../model/names.ts";
import type { Path } from "../source/path.ts";

/** Reports each `renamedFrom` that names what another entry is, or was, called: what it keeps can be of one only. */
export function checkRenames(data: ManifestData, report: Reporter): boolean {
  const entries = namedEntries(data);
  const renamed = entries.filter(({ entry }) => entry.renamedFrom !== undefined);
  if (renamed.length === 0) return true;
  const names = new Map(entries.map((one) => [listed(one.list, one.id), one]));
  const formers = new Map<string, NamedEntry>();
  let isSound = true;
  for (const one of renamed) {
    const former = listed(one.list, formerId(one));
    const other = names.get(former) ?? formers.get(former);
    formers.set(former, one);
    const isAny = one.list === "brokers" && one.entry.renamedFrom === "any";
    if (!other && !isAny) continue;
    isSound = false;
    const parameters = { kind: one.list.slice(0, -1), name: one.name, former: one.entry.renamedFrom ?? "" };
    const why = !other ? "word" : other === one ? "itself" : names.get(former) ? "name" : "former";
    const related =
      other && other !== one ? [{ path: pathOf(other), on: "key", message: "the other entry" } as const] : [];
    report.report(
      renameCollides,
      { ...parameters, why, other: other?.name ?? "" },
      { path: [...pathOf(one), "renamedFrom"] },
      related,
    );
  }
  return isSound;
}

function formerId({ domain, entry: { renamedFrom = "" } }: NamedEntry): string {
  return domain === undefined ? renamedFrom : `${domain}.${renamedFrom}`;
}

function pathOf({ list, name, domain }: NamedEntry): Path {
  return domain === undefined ? [list, name] : ["domains", domain, "events", name];
}
