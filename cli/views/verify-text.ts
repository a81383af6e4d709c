import type { FlowVerdict, Verdict, VerifyReport } from "../../deploy/verify/report.ts";
import type { Paint } from "./paint.ts";
import { rightWords } from "./right-words.ts";
import { table } from "./table.ts";
import { visible } from "./visible.ts";

/**
 * What `verify` found, for people: every flow with its path and latency, then what failed of what is forbidden and of
 * the rights. With `all`, what was refused as it should be is listed too.
 */
export function verifyText(report: VerifyReport, paint: Paint, all: boolean): string {
  const denied = report.denied.map((one) => ({
    verdict: one.verdict,
    text: `${one.application} may not ${one.action} ${one.event}`,
    ...(one.why !== undefined && { why: one.why }),
  }));
  const rights = (report.rights ?? []).map((one) => ({
    verdict: one.verdict,
    text: `${one.identity} at ${one.broker}: ${rightWords(one)} is ${one.got}, ${one.expected} expected`,
    ...(one.why !== undefined && { why: one.why }),
  }));
  const told = (report.deadLetters ?? []).map((one) => ({
    verdict: one.verdict,
    text: `${one.application} is told of ${one.event} that it gave up, in ${one.stream}`,
    ...(one.why !== undefined && { why: one.why }),
  }));
  const checks = [...told, ...denied, ...rights].filter(({ verdict }) => all || verdict === "failed");
  const lines = checks.map(({ verdict, text, why }) => {
    const reason = why === undefined || verdict === "ok" ? "" : `: ${why}`;
    return `${mark(verdict, paint)} ${visible(text + reason)}\n`;
  });
  return `${flowTable(report.flows, paint)}${lines.join("")}${counts(report, paint)}\n`;
}

function flowTable(flows: readonly FlowVerdict[], paint: Paint): string {
  if (flows.length === 0) return "";
  const rows = flows.map((flow) => [
    `${flow.event}: ${flow.publisher} -> ${flow.subscriber}`,
    flow.path.join(" > "),
    flow.latencyMs === undefined ? "-" : `${flow.latencyMs.toFixed(1)} ms`,
    `${flow.received}/${flow.sent}`,
    flow.verdict === "ok" ? "ok" : `FAILED ${flow.why ?? ""}`.trim(),
  ]);
  const drawn = table([["FLOW", "PATH", "LATENCY", "RECEIVED", "VERDICT"], ...rows]);
  // Rows are coloured whole once they are laid out, so that colours do not count as width.
  return drawn
    .split("\n")
    .map((line, index) =>
      index === 0 ? paint.strong(line) : flows[index - 1]?.verdict === "failed" ? paint.error(line) : line,
    )
    .join("\n");
}

function mark(verdict: Verdict, paint: Paint): string {
  return verdict === "ok" ? paint.good("ok    ") : paint.error("FAILED");
}

function counts({ ok, flows, denied, deadLetters, rights }: VerifyReport, paint: Paint): string {
  const parts = [
    `${ratio(flows)} flows delivered`,
    `${ratio(denied)} forbidden ones kept apart`,
    ...(deadLetters ? [`${ratio(deadLetters)} dead letters told`] : []),
    ...(rights ? [`${ratio(rights)} rights as declared`] : []),
  ];
  return `${ok ? paint.good("ok") : paint.error("FAILED")}: ${parts.join(", ")}`;
}

function ratio(verdicts: readonly { readonly verdict: Verdict }[]): string {
  return `${verdicts.filter(({ verdict }) => verdict === "ok").length} of ${verdicts.length}`;
}
