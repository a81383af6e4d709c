import type { Path } from "../source/path.ts";
import type { Span } from "../source/source-file.ts";
import type { Code } from "./code.ts";
import type { Diagnostic, Related } from "./diagnostic.ts";

/** Finds the place of a manifest path; given by whoever holds the documents. */
export type Locator = (path: Path, on: "key" | "value") => { readonly span: Span; readonly row?: Span };

/** Where a diagnostic points: a manifest path, its value unless `on: "key"` is said. */
export interface At {
  readonly path: Path;
  readonly on?: "key" | "value";
}

/** A second place, by manifest path. */
export interface RelatedAt extends At {
  readonly message: string;
}

/** Collects what the rules of one phase find, turning manifest paths into places. */
export interface Reporter {
  report<P>(code: Code<P>, parameters: P, at: At, related?: readonly RelatedAt[]): void;
  /** All that was reported, in order. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A reporter over one manifest. */
export function createReporter(locate: Locator): Reporter {
  const diagnostics: Diagnostic[] = [];
  return {
    diagnostics,
    report(code, parameters, at, related = []) {
      const place = locate(at.path, at.on ?? "value");
      const notes: Related[] = related.map((note) => ({
        message: note.message,
        at: locate(note.path, note.on ?? "value").span,
      }));
      if (place.row) notes.push({ message: "expanded with this row of `each`", at: place.row });
      diagnostics.push({
        code: code.code,
        severity: code.severity,
        message: code.message(parameters),
        help: code.help(parameters),
        at: place.span,
        related: notes,
      });
    },
  };
}
