import { inWords, kindOf, nameOf } from "../../deploy/rotate/find-identities.ts";
import type { RevokedIdentity, RotateReport } from "../../deploy/rotate/rotate-report.ts";
import { visible } from "./visible.ts";

/** What revoking keys came to, a line for each identity and one with the counts. */
export function rotateText(report: RotateReport): string {
  const lines = [...report.revoked.map(identityLine), countLine(report)];
  return lines.map((line) => `${visible(line)}\n`).join("");
}

/** The same as JSON, as `schema/output/rotate.json` says. */
export function rotateJson(report: RotateReport): string {
  const revoked = report.revoked.map(({ identity, ...rest }) => ({
    identity,
    kind: kindOf(identity),
    name: nameOf(identity),
    ...rest,
  }));
  return `${JSON.stringify({ version: 1, ...report, revoked }, undefined, 2)}\n`;
}

function identityLine({ identity, newKey, file }: RevokedIdentity): string {
  const name = nameOf(identity);
  if (newKey === undefined)
    return `${inWords(identity)}: revoked; nothing knows it any more, so that it has no new key`;
  if (file !== undefined) return `${inWords(identity)}: revoked; ${file} has its new key`;
  const next: Readonly<Record<string, string>> = {
    application: `\`meshc credentials ${name}\` has its new key`,
    operator: `\`meshc credentials --operator BROKER --name ${name}\` lets ${name} in again`,
    link: "it has its new key by itself",
  };
  return `${inWords(identity)}: revoked; ${next[kindOf(identity)] ?? "it has a new key"}`;
}

function countLine(report: RotateReport): string {
  const { refusedBy, reloaded, restarted, ended, unreached, seconds } = report;
  const parts = [
    `${counted(reloaded.length, "instance")} reloaded`,
    ...(restarted.length > 0 ? [`${restarted.length} restarted`] : []),
    `${counted(ended, "connection")} ended`,
    `refused by ${counted(refusedBy.length, "instance")} when tried`,
    ...(unreached.length > 0 ? [`${unreached.length} not reached`] : []),
    `${seconds.toFixed(1)} s`,
  ];
  return parts.join(", ");
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
