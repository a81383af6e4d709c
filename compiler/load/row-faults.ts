import type { Code } from "../diagnostics/code.ts";
import type { Span } from "../source/source-file.ts";
import type { LoadContext } from "./load-context.ts";

/** Faults of one kind at one place of which more would tell nothing new. */
const mostPerPlace = 10;

/** What rows of one template had wrong at one place beyond those that were reported. */
interface Beyond {
  readonly code: Code<never>;
  readonly at: Span;
  count: number;
}

/** Reports what rows of `each` have wrong, bounded at each place of the template. */
export interface RowFaults {
  readonly report: LoadContext["report"];
  /** Says for each place how many rows were passed over; to be called after the last row. */
  finish(): void;
}

/** Row faults of one template. A key that each of 10,000 rows lacks is one mistake, and is not told 10,000 times. */
export function createRowFaults(context: LoadContext): RowFaults {
  const said = new Map<string, Beyond>();
  return {
    report(code, parameters, at, related) {
      if (!at) return context.report(code, parameters, at, related);
      const place = `${code.code} ${at.file.name} ${at.start} ${at.end}`;
      const known = said.get(place) ?? { code, at, count: 0 };
      said.set(place, known);
      known.count += 1;
      if (known.count <= mostPerPlace) context.report(code, parameters, at, related);
    },
    finish() {
      for (const { code, at, count } of said.values()) {
        const more = count - mostPerPlace;
        if (more > 0) context.report(passedOver(code, more), undefined, at);
      }
    },
  };
}

function passedOver({ code, severity, title }: Code<never>, more: number): Code<undefined> {
  const rows = more === 1 ? "1 more row has" : `${more} more rows have`;
  return {
    code,
    severity,
    title,
    message: () => `${rows} the same fault here`,
    help: () => "See the rows that are shown; what repairs them repairs these too.",
  };
}
