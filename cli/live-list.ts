import type { ApplyEvent } from "../deploy/apply/apply-options.ts";
import type { ProgressView } from "./progress.ts";
import type { Output } from "./terminal.ts";
import { paint, type Paint } from "./views/paint.ts";
import { visible } from "./views/visible.ts";

const usualSize = { columns: 80, rows: 24 };

/**
 * One row an instance, redrawn as it changes; more than fit on the screen are counted by state instead. A row that
 * the terminal would break in two, or one that left the screen, could not be drawn over.
 */
export function liveList(output: Output): ProgressView {
  const states = new Map<string, string>();
  let drawn = 0;
  const draw = (): void => {
    const { columns = usualSize.columns, rows = usualSize.rows } = output;
    const lines = states.size < rows ? rowsOf(states, columns) : countsOf(states.values());
    const back = drawn > 0 ? `\u001b[${drawn}A\u001b[J` : "";
    output.write(`${back}${lines.map((line) => `${line}\n`).join("")}`);
    drawn = lines.length;
  };
  return {
    take: (event) => {
      const news = newsOf(event);
      if (!news) return;
      states.set(news.instance, news.state);
      draw();
    },
    end: () => undefined,
  };
}

function newsOf(event: ApplyEvent): { readonly instance: string; readonly state: string } | undefined {
  const { kind } = event;
  if (kind === "instance") return { instance: event.instance, state: event.to };
  return kind === "connected"
    ? { instance: event.instance, state: `healthy, ${event.what} is up` }
    : undefined;
}

const marginLeft = 4;

function rowsOf(states: ReadonlyMap<string, string>, columns: number): readonly string[] {
  const colors = paint(true);
  const room = Math.max(1, columns - marginLeft - 1);
  return [...states.keys()].toSorted().map((name) => {
    const state = states.get(name) ?? "";
    const shown = shortened(visible(`${name} ${state}`), room);
    const start = Math.min(visible(name).length, shown.length);
    return `  ${markOf(state, colors)} ${shown.slice(0, start)}${colors.faint(shown.slice(start))}`;
  });
}

function shortened(text: string, room: number): string {
  return text.length > room ? `${text.slice(0, room - 1)}…` : text;
}

function markOf(state: string, { good, error, faint }: Paint): string {
  if (state === "died") return error("✗");
  return /^(healthy|reloaded|stopped)/.test(state) ? good("✓") : faint("…");
}

function countsOf(states: Iterable<string>): readonly string[] {
  const counts = new Map<string, number>();
  for (const state of states) {
    const word = state.split(",")[0] ?? "";
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts].map(([state, count]) => `  ${count} ${state}`);
}
