import { planDocument } from "../compiler/plan/plan-document.ts";
import type { Plan } from "../compiler/plan/plan.ts";
import type { ApplyEvent, ApplyReport } from "../deploy/apply/apply-options.ts";
import type { Invocation } from "./command-spec.ts";
import { createProgress } from "./progress.ts";
import { wantsColor } from "./terminal.ts";
import { applyText } from "./views/apply-text.ts";
import { paint } from "./views/paint.ts";
import { planText } from "./views/plan-text.ts";

/** Where `apply` says what it does. */
export interface ApplyOutput {
  plan(plan: Plan): void;
  readonly take: (event: ApplyEvent) => void;
  /** Nothing more will happen. */
  end(): void;
  report(report: ApplyReport): void;
}

/** Text with progress as `up` has it; with `--json` lines of JSON, each of which says by `kind` what it is. */
export function createApplyOutput(invocation: Invocation): ApplyOutput {
  return invocation.options["json"] === true ? jsonLines(invocation) : text(invocation);
}

function text(invocation: Invocation): ApplyOutput {
  const { options, terminal } = invocation;
  const progress = createProgress(invocation);
  const colors = paint(wantsColor(terminal, terminal.out, options.color));
  return {
    plan: (plan) => terminal.out.write(planText(plan, colors, options["all"] === true)),
    take: progress.take,
    end: progress.end,
    report: (report) => terminal.out.write(options.quiet ? "" : applyText(report)),
  };
}

function jsonLines({ terminal }: Invocation): ApplyOutput {
  const line = (kind: string, rest: object): void =>
    terminal.out.write(`${JSON.stringify({ version: 1, kind, ...rest })}\n`);
  return {
    plan: (plan) => line("plan", { plan: planDocument(plan) }),
    take: ({ kind, ...event }) => line(kind, event),
    end: () => undefined,
    report: ({ instances, touched, removed, held, interrupted, stoppedAt }) =>
      line("done", {
        ok: stoppedAt === undefined && !interrupted,
        instances,
        touched,
        removed,
        held,
        interrupted,
        ...(stoppedAt !== undefined && { stoppedAt }),
      }),
  };
}
