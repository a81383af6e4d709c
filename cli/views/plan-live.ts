import type { StatusReport } from "../../deploy/status/status-report.ts";
import type { Paint } from "./paint.ts";
import { markdownWords } from "./plan/markdown-words.ts";
import { paint as paintWith } from "./paint.ts";
import { statusText } from "./status-text.ts";

const nothing = "Nothing was applied yet, so that nothing runs.";

/** What runs now, as a section of its own below a plan: it is no part of the plan, which asks nobody. */
export function liveText(report: StatusReport | undefined, paint: Paint): string {
  const heading = paint.strong("What runs now, compared with what was applied:");
  return `\n${heading}\n${report ? statusText(report, paint, "meshc apply") : `${nothing}\n`}`;
}

/** The same for a comment to a pull request. */
export function liveMarkdown(report: StatusReport | undefined): string {
  const text = report ? statusText(report, paintWith(false), "meshc apply") : nothing;
  const lines = text.trimEnd().split("\n");
  const shown = lines.slice(0, most).map(markdownWords);
  const more = lines.length > most ? ["…"] : [];
  return `\n**What runs now, compared with what was applied:**\n\n${[...shown, ...more].join("<br>\n")}\n`;
}

/** Lines of a status in a comment, which has a greatest length. */
const most = 40;
