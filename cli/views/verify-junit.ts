import type { Verdict, VerifyReport } from "../../deploy/verify/report.ts";
import { rightWords } from "./right-words.ts";
import { visible } from "./visible.ts";

interface Case {
  readonly suite: string;
  readonly name: string;
  readonly verdict: Verdict;
  readonly why?: string | undefined;
  readonly seconds: number;
}

/** What `verify` found as a JUnit XML report, which pipelines show as tests. */
export function verifyJunit(report: VerifyReport, mesh: string): string {
  const cases = casesOf(report);
  const suites = [...new Set(cases.map(({ suite }) => suite))].map((suite) => {
    const own = cases.filter((one) => one.suite === suite);
    return `  <testsuite name="${escape(suite)}" tests="${own.length}" failures="${failures(own)}">\n${own.map(caseText).join("")}  </testsuite>\n`;
  });
  const head = `<testsuites name="${escape(mesh)}" tests="${cases.length}" failures="${failures(cases)}">`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${head}\n${suites.join("")}</testsuites>\n`;
}

function casesOf({ flows, denied, deadLetters, rights }: VerifyReport): readonly Case[] {
  return [
    ...flows.map(({ event, publisher, subscriber, verdict, why, latencyMs }) => ({
      suite: "flows",
      name: `${event}: ${publisher} to ${subscriber}`,
      verdict,
      why,
      seconds: (latencyMs ?? 0) / 1000,
    })),
    ...denied.map(({ application, event, action, verdict, why }) => ({
      suite: "denied",
      name: `${application} may not ${action} ${event}`,
      verdict,
      why,
      seconds: 0,
    })),
    ...(deadLetters ?? []).map(({ application, event, verdict, why }) => ({
      suite: "dead letters",
      name: `${application} is told of ${event} that it gave up`,
      verdict,
      why,
      seconds: 0,
    })),
    ...(rights ?? []).map((one) => ({
      suite: "rights",
      name: `${one.identity} at ${one.broker}: ${rightWords(one)} ${one.expected}`,
      verdict: one.verdict,
      why: one.why,
      seconds: 0,
    })),
  ];
}

function failures(cases: readonly Case[]): number {
  return cases.filter(({ verdict }) => verdict === "failed").length;
}

function caseText({ suite, name, verdict, why, seconds }: Case): string {
  const attributes = `classname="${escape(suite)}" name="${escape(name)}" time="${seconds}"`;
  if (verdict === "ok") return `    <testcase ${attributes}/>\n`;
  return `    <testcase ${attributes}><failure message="${escape(why ?? "failed")}"/></testcase>\n`;
}

/** XML has no way at all to write most control characters, so they are made visible first. */
function escape(text: string): string {
  return visible(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
