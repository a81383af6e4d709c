import { unknownName } from "../diagnostics/codes/resolve.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import { suggest } from "../diagnostics/suggest.ts";
import type { Path } from "../source/path.ts";

/** Among more errors than these nobody reads guesses, and each guess looks at every declared name. */
const mostGuesses = 100;

/** Looks a name up among those declared; reports it, with the likeliest other name, where nothing is called so. */
export function lookUp<T>(
  kind: string,
  name: string,
  declared: ReadonlyMap<string, T>,
  path: Path,
  report: Reporter,
): T | undefined {
  const found = declared.get(name);
  if (found === undefined) reportUnknown(kind, name, declared.keys(), path, report);
  return found;
}

/** Reports a name that is not among the declared ones. */
export function reportUnknown(
  kind: string,
  name: string,
  declared: Iterable<string>,
  path: Path,
  report: Reporter,
): void {
  const suggestion = report.diagnostics.length < mostGuesses ? suggest(name, declared) : undefined;
  report.report(unknownName, { kind, name, suggestion }, { path });
}
