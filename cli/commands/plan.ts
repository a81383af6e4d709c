import { planDocument } from "../../compiler/plan/plan-document.ts";
import type { Plan } from "../../compiler/plan/plan.ts";
import { type RecordedPlan, savedPlan } from "../../deploy/plan/recorded-plan.ts";
import type { StateStore } from "../../deploy/state/state-store.ts";
import { type Analyzed, analyzed } from "../analyzed.ts";
import type { Invocation } from "../command-spec.ts";
import { drawDiagnostics } from "../draw-diagnostics.ts";
import { exitCode } from "../exit-code.ts";
import type { LiveStatus } from "../live-status.ts";
import { offlineCopyOf, planHere, storeOf } from "../plan-here.ts";
import { wantsColor } from "../terminal.ts";
import { createVerbose } from "../verbose.ts";
import { paint } from "../views/paint.ts";
import { planText } from "../views/plan-text.ts";
import { writeOutputFile } from "../write-output-file.ts";

/** Says what would change against what was applied, and saves it where that is asked for. */
export async function plan(invocation: Invocation): Promise<number> {
  const { terminal, options, operands } = invocation;
  const verbose = createVerbose(invocation);
  const found = analyzed(invocation, "deploy", operands[0]);
  if (!found) return exitCode.failed;
  verbose.took("read, checked and proven");
  const store = storeOf(found);
  const reader = options["offline"] === true ? await offlineCopyOf(found, invocation) : store;
  const result = reader.ok ? await planHere(found, invocation, reader.value) : reader;
  verbose.took("planned");
  terminal.err.write(drawDiagnostics(result.diagnostics, found.path, invocation, terminal.err));
  if (!result.ok) return exitCode.failed;
  const planned = result.value;
  const live = store.ok ? await liveOf(planned, store.value, found, invocation) : undefined;
  terminal.out.write(await print(planned.plan, live, invocation));
  if (live && !live.ok) return exitCode.failed;
  const { out } = options;
  if (typeof out === "string") {
    const text = `${JSON.stringify(savedPlan(planned), null, 2)}\n`;
    const written = writeOutputFile(out, text, terminal);
    if (written !== exitCode.done) return written;
  }
  return codeFor(planned.plan, invocation);
}

/** With `--live`, what runs now; whoever does not ask for it pays for no broker client. */
async function liveOf(
  planned: RecordedPlan,
  store: StateStore,
  { path }: Analyzed,
  invocation: Invocation,
): Promise<LiveStatus | undefined> {
  if (invocation.options["live"] !== true) return undefined;
  return (await import("../live-status.ts")).liveStatus(planned, store, path, invocation);
}

/** What cannot be carried out fails, so that a pipeline stops at it. */
function codeFor({ changes, noted, refused }: Plan, { options }: Invocation): number {
  if (refused.length > 0) return exitCode.failed;
  const isSome = changes.length + noted.length > 0;
  return options["detailedExitcode"] === true && isSome ? exitCode.changes : exitCode.done;
}

async function print(
  plan: Plan,
  live: LiveStatus | undefined,
  { options, terminal }: Invocation,
): Promise<string> {
  if (options["json"] === true || options["format"] === "json") {
    const now = live && { live: live.report ?? null };
    return `${JSON.stringify({ ...planDocument(plan), ...now }, null, 2)}\n`;
  }
  const more = live && (await import("../views/plan-live.ts"));
  if (options["format"] === "markdown") {
    const { planMarkdown } = await import("../views/plan-markdown.ts");
    return planMarkdown(plan) + (more?.liveMarkdown(live?.report) ?? "");
  }
  const colors = paint(wantsColor(terminal, terminal.out, options.color));
  return planText(plan, colors, options["all"] === true) + (more?.liveText(live?.report, colors) ?? "");
}
