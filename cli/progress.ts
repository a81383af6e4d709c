import type { UpEvent } from "../deploy/up/up-event.ts";
import type { Invocation } from "./command-spec.ts";
import type { Output } from "./terminal.ts";
import { wantsColor } from "./terminal.ts";
import { paint, type Paint } from "./views/paint.ts";
import { visible } from "./views/visible.ts";

/** Shows what happens to the instances of a mesh. */
export interface ProgressView {
  readonly take: (event: UpEvent) => void;
  /** Nothing more will come. */
  readonly end: () => void;
}

const mostRows = 24;

/** A list that is drawn over itself on a terminal, plain lines elsewhere, nothing where the user wants quiet. */
export function createProgress({ options, terminal }: Invocation): ProgressView {
  if (options.quiet) return { take: () => undefined, end: () => undefined };
  const { err } = terminal;
  return wantsColor(terminal, err, options.color) ? liveList(err) : plainLines(err);
}

function plainLines(output: Output): ProgressView {
  return {
    take: (event) => {
      const line = lineOf(event);
      if (line !== undefined) output.write(`${visible(line)}\n`);
    },
    end: () => undefined,
  };
}

function lineOf(event: UpEvent): string | undefined {
  switch (event.kind) {
    case "program":
      return `${event.engine} ${event.version} (${event.path})`;
    case "planned":
      return plannedLine(event);
    case "instance":
      return `${event.instance}: ${event.to}${event.why === undefined ? "" : ` (${event.why})`}`;
    case "connected":
      return `${event.instance}: ${event.what} is up`;
  }
}

function plannedLine({
  instances,
  touched,
  removed,
}: Extract<UpEvent, { kind: "planned" }>): string | undefined {
  const parts = [
    ...(touched > 0 ? [`${touched} of ${instances} instances to bring about`] : []),
    ...(removed > 0 ? [`${removed} to end`] : []),
  ];
  return parts.length > 0 ? parts.join(", ") : undefined;
}

/** One row an instance, redrawn as it changes; more than fit on a screen are counted by state instead. */
function liveList(output: Output): ProgressView {
  const states = new Map<string, string>();
  const colors = paint(true);
  const { faint } = colors;
  let drawn = 0;
  const draw = (): void => {
    const names = [...states.keys()].toSorted();
    const rows =
      names.length > mostRows
        ? countsOf(states.values())
        : names.map((name) => {
            const state = states.get(name) ?? "";
            return `  ${markOf(state, colors)} ${visible(name)} ${faint(state)}`;
          });
    const back = drawn > 0 ? `\u001b[${drawn}A\u001b[J` : "";
    output.write(`${back}${rows.map((row) => `${row}\n`).join("")}`);
    drawn = rows.length;
  };
  return {
    take: (event) => {
      if (event.kind === "instance") states.set(event.instance, event.to);
      else if (event.kind === "connected") states.set(event.instance, `healthy, ${event.what} is up`);
      else return;
      draw();
    },
    end: () => undefined,
  };
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
