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

/**
 * Collects what the rules of one phase find, turning manifest paths into places. What several entries have from one
 * place, such as a default, was written once: the same words about the same place are kept once.
 */
export interface Reporter {
  report<P>(code: Code<P>, parameters: P, at: At, related?: readonly RelatedAt[]): void;
  /** All that was reported, in order. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A reporter over one manifest. */
export function createReporter(locate: Locator): Reporter {
  const diagnostics: Diagnostic[] = [];
  const said = new Set<string>();
  return {
    diagnostics,
    report(code, parameters, at, related = []) {
      const place = locate(at.path, at.on ?? "value");
      const message = code.message(parameters);
      const { file, start, end } = place.span;
      const about = [code.code, message, file.name, start, end, place.row?.start ?? ""].join("\0");
      if (said.has(about)) return;
      said.add(about);
      const notes: Related[] = related.map((note) => ({
        message: note.message,
        at: locate(note.path, note.on ?? "value").span,
      }));
      if (place.row) notes.push({ message: "expanded with this row of `each`", at: place.row });
      diagnostics.push({
        code: code.code,
        severity: code.severity,
        message,
        help: code.help(parameters),
        at: place.span,
        related: notes,
      });
    },
  };
}
