import type {
  FlowVerdict,
  IdentitySummary,
  LeftOver,
  RightsTried,
  Verdict,
  VerifyReport,
} from "../../deploy/verify/report.ts";
import { hasFailed } from "../../deploy/verify/sum-up.ts";
import type { Paint } from "./paint.ts";
import { rightWords } from "./right-words.ts";
import { table } from "./table.ts";
import { thousands } from "./thousands.ts";
import { visible } from "./visible.ts";

/** How many failures of one sort, and how many identities, are shown unless all are asked for. */
const [mostFailures, mostIdentities] = [40, 30];

interface Check {
  readonly verdict: Verdict;
  readonly text: string;
  readonly why?: string | undefined;
}

/**
 * What `verify` found, for people: every flow with its path and latency, then what failed of what is forbidden and of
 * the rights, and how many rights each identity has. Of a large mesh identities without failures are told as a number.
 * With `all`, what was refused as it should be is listed too, and nothing is told as a number.
 */
export function verifyText(report: VerifyReport, paint: Paint, all: boolean): string {
  const told = (report.deadLetters ?? []).map(({ application, event, stream, verdict, why }) => ({
    verdict,
    text: `${application} is told of ${event} that it gave up, in ${stream}`,
    why,
  }));
  const denied = report.denied.map(({ application, action, event, verdict, why }) => ({
    verdict,
    text: `${application} may not ${action} ${event}`,
    why,
  }));
  const rights = (report.rights ?? []).map((one) => ({
    verdict: one.verdict,
    text: `${one.identity} at ${one.broker}: ${rightWords(one)} is ${one.got}, ${one.expected} expected`,
    why: one.why,
  }));
  return [
    flowTable(report.flows, paint),
    ...[told, denied, rights].map((checks) => checkLines(checks, paint, all)),
    identityTable(report.identities ?? [], paint, all),
    ...(report.untried ?? []).map(
      (one) => `${paint.warning(visible(`not tried at ${one.broker}: ${one.why}`))}\n`,
    ),
    ...(report.left ?? []).map((one) => `${paint.warning(visible(leftText(one)))}\n`),
    `${counts(report, paint)}\n`,
  ].join("");
}

/** Failures first. */
function checkLines(checks: readonly Check[], paint: Paint, all: boolean): string {
  const failed = checks.filter(({ verdict }) => verdict === "failed");
  const shown = all
    ? [...failed, ...checks.filter(({ verdict }) => verdict === "ok")]
    : failed.slice(0, mostFailures);
  const lines = shown.map(({ verdict, text, why }) => {
    const reason = why === undefined || verdict === "ok" ? "" : `: ${why}`;
    return `${mark(verdict, paint)} ${visible(text + reason)}\n`;
  });
  const more = all ? 0 : failed.length - lines.length;
  const rest = more > 0 ? [`${paint.error("FAILED")} ${thousands(more)} more; --all lists them\n`] : [];
  return [...lines, ...rest].join("");
}

/** Those with failures come first. */
function identityTable(identities: readonly IdentitySummary[], paint: Paint, all: boolean): string {
  if (identities.length === 0) return "";
  const shown = all ? identities : identities.slice(0, mostIdentities);
  const rows = shown.map((one) => [
    one.identity,
    one.broker,
    share(one.allowed),
    share(one.denied),
    hasFailed(one) ? "FAILED" : "ok",
  ]);
  const lines = table([["IDENTITY", "BROKER", "ALLOWED", "DENIED", "VERDICT"], ...rows]).split("\n");
  const painted = lines.map((line, index) => {
    const one = shown[index - 1];
    if (index === 0) return paint.strong(line);
    return one && hasFailed(one) ? paint.error(line) : line;
  });
  const others = identities.slice(shown.length);
  const failed = others.filter(hasFailed).length;
  const how = failed === 0 ? "as they should be" : `of which ${thousands(failed)} FAILED`;
  const rest = others.length > 0 ? `${thousands(others.length)} more, ${how}; --all lists them\n` : "";
  return `${painted.join("\n")}${rest}`;
}

function share({ ok, expected }: IdentitySummary["allowed"]): string {
  return expected === 0 ? "-" : `${thousands(ok)} of ${thousands(expected)}`;
}

function leftText({ stream, broker, why }: LeftOver): string {
  return `what was sent is left in stream "${stream}" of ${broker}: ${why}`;
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

function counts({ ok, flows, denied, deadLetters, rights, tried }: VerifyReport, paint: Paint): string {
  const parts = [
    `${ratio(flows)} flows delivered`,
    `${ratio(denied)} forbidden ones kept apart`,
    ...(deadLetters ? [`${ratio(deadLetters)} dead letters told`] : []),
    ...(rights ? [`${ratio(rights)} rights as declared${tried ? pace(tried) : ""}`] : []),
  ];
  return `${ok ? paint.good("ok") : paint.error("FAILED")}: ${parts.join(", ")}`;
}

function ratio(verdicts: readonly { readonly verdict: Verdict }[]): string {
  const good = verdicts.filter(({ verdict }) => verdict === "ok").length;
  return `${thousands(good)} of ${thousands(verdicts.length)}`;
}

function pace({ attempts, milliseconds }: RightsTried): string {
  const seconds = Math.max(milliseconds, 1) / 1_000;
  const each = thousands(Math.round(attempts / seconds));
  return ` (${thousands(attempts)} attempts in ${seconds.toFixed(1)} s, ${each} a second)`;
}
