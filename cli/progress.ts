import type { ApplyEvent } from "../deploy/apply/apply-options.ts";
import type { UpEvent } from "../deploy/up/up-event.ts";
import type { Invocation } from "./command-spec.ts";
import type { Output } from "./terminal.ts";
import { liveList } from "./live-list.ts";
import { wantsColor } from "./terminal.ts";
import { namesInShort } from "./views/plan/names-in-short.ts";
import { visible } from "./views/visible.ts";

/** Shows what happens to the instances of a mesh. */
export interface ProgressView {
  readonly take: (event: ApplyEvent) => void;
  /** Nothing more will come. */
  readonly end: () => void;
}

/** A list that is drawn over itself on a terminal, plain lines elsewhere and with `-v`, nothing where the user wants quiet. */
export function createProgress({ options, terminal }: Invocation): ProgressView {
  if (options.quiet) return { take: () => undefined, end: () => undefined };
  const { err } = terminal;
  return !options.verbose && wantsColor(terminal, err, options.color) ? liveList(err) : plainLines(err);
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

function lineOf(event: ApplyEvent): string | undefined {
  switch (event.kind) {
    case "program":
      return `${event.engine} ${event.version} (${event.path})`;
    case "secrets":
      return event.recipients > 0
        ? `${counted(event.moved, "secret")} encrypted to ${counted(event.recipients, "recipient")}`
        : undefined;
    case "planned":
      return plannedLine(event);
    case "instance":
      return `${event.instance}: ${event.to}${event.why === undefined ? "" : ` (${event.why})`}`;
    case "provisioned":
      return `${event.broker}: ${event.what} ${event.done}`;
    case "waiting":
      return `${event.broker}: waiting until its streams are filled${event.why.map((one) => `; ${one}`).join("")}`;
    case "left":
      return `${event.broker}: ${event.what} is left as it is: the manifest has it no more`;
    case "wave":
      return `wave ${event.number} (${event.title}) is in force${event.brokers.length > 0 ? `: ${namesInShort(event.brokers, 5)}` : ""}`;
    case "removed":
      return `${event.broker}: ${event.what} removed`;
    case "connected":
      return `${event.instance}: ${event.what} is up`;
  }
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
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
