import { noSuchDay } from "../diagnostics/codes/resolve.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import type { ManifestPolicy } from "../model/manifest.ts";
import type { Policy, PolicyRule, Scope } from "../model/mesh.ts";
import type { Path } from "../source/path.ts";
import { reportUnknown } from "./names.ts";

/** Names that a scope may list, by its keys. */
export type ScopeNames = Readonly<Record<keyof Scope, ReadonlySet<string>>>;

const singular: Readonly<Record<keyof Scope, string>> = {
  domains: "domain",
  environments: "environment",
  teams: "team",
  applications: "application",
};

/** The policies whose rules are built; the others were refused before. */
export function resolvePolicies(
  entries: Readonly<Record<string, ManifestPolicy>>,
  names: ScopeNames,
  report: Reporter,
): ReadonlyMap<string, Policy> {
  const policies = new Map<string, Policy>();
  for (const [name, entry] of Object.entries(entries)) {
    checkScope(entry.scope ?? {}, ["policies", name, "scope"], names, report);
    const except = entry.except ?? [];
    for (const [index, exception] of except.entries()) {
      const path = ["policies", name, "except", index];
      checkScope(exception, path, names, report);
      if (exception.until !== undefined && !isDay(exception.until)) {
        report.report(noSuchDay, { date: exception.until }, { path: [...path, "until"] });
      }
    }
    const rule = ruleOf(entry);
    const severity = entry.severity ?? "error";
    if (rule) policies.set(name, { name, rule, scope: entry.scope ?? {}, severity, except });
  }
  return policies;
}

function ruleOf(entry: ManifestPolicy): PolicyRule | undefined {
  if (entry.maxHops !== undefined) return { kind: "maxHops", hops: entry.maxHops };
  if (entry.encryptInTransit === true) return { kind: "encryptInTransit" };
  if (!entry.forbid) return undefined;
  const { classification, residency, action } = entry.forbid;
  return { kind: "forbid", classification, residency, actions: action ?? ["carry", "store", "read"] };
}

function checkScope(scope: Scope, path: Path, names: ScopeNames, report: Reporter): void {
  for (const key of ["domains", "environments", "teams", "applications"] as const) {
    for (const [index, name] of (scope[key] ?? []).entries()) {
      if (!names[key].has(name))
        reportUnknown(singular[key], name, names[key], [...path, key, index], report);
    }
  }
}

/** Whether `YYYY-MM-DD` is a day; 2026-02-30 is not. */
function isDay(date: string): boolean {
  const time = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
}
