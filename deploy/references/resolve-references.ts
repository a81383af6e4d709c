import { createReporter, type Locator } from "../../compiler/diagnostics/reporter.ts";
import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { hasErrors, type Result } from "../../compiler/diagnostics/result.ts";
import { success } from "../diagnose.ts";
import { inParallel } from "../verify/in-parallel.ts";
import { unresolvedReference } from "./codes.ts";
import type { Found } from "./found.ts";
import { parseReference } from "./reference.ts";
import { type Following, readReference, type WantedReference } from "./read-reference.ts";
import { privateKeyVariables } from "../encryption/private-keys.ts";

const atOnce = 8;

/**
 * Resolves secret references to their values, in their order: several at a time, each in bounded time, and each thing
 * that they lead to read once. Those that cannot be resolved are all reported, at their places, and no message holds
 * anything that was read.
 */
export async function resolveReferences(
  wanted: readonly WantedReference[],
  locate: Locator,
  reading: Omit<Following, "environment" | "once">,
): Promise<Result<readonly string[]>> {
  const report = createReporter(locate);
  const others: Diagnostic[] = [];
  const whole: Following = { ...reading, environment: withoutReferenced(reading, wanted), once: once() };
  const found = await inParallel(wanted, (each) => readReference(each, whole), atOnce);
  const values = found.map((result, index) => {
    const { reference = "", path = [] } = wanted[index] ?? {};
    if (!result.ok) {
      others.push(...result.diagnostics);
      return "";
    }
    const value = notEmpty(result.value);
    if ("value" in value) return value.value;
    report.report(unresolvedReference, { reference, ...value }, { path });
    return "";
  });
  const diagnostics = [...others, ...report.diagnostics];
  return hasErrors(diagnostics) ? { ok: false, diagnostics } : success(values);
}

function notEmpty(found: Found): Found {
  if (!("value" in found) || found.value !== "") return found;
  return { why: "what it leads to is empty", fix: "Put the value there." };
}

/** Our environment without private keys and what references take from it: programs that we start have no use for those. */
function withoutReferenced(
  { host }: Pick<Following, "host">,
  wanted: readonly WantedReference[],
): Readonly<Record<string, string>> {
  const referenced = wanted.flatMap(({ reference }) => {
    const parsed = parseReference(reference);
    return parsed.kind === "env" ? [parsed.name] : [];
  });
  const names = new Set([...privateKeyVariables, ...referenced]);
  const kept = Object.entries(host.environment).filter(([name]) => !names.has(name));
  return Object.fromEntries(kept.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

/** Does what is named by a key once, for all who ask for it. */
function once(): Following["once"] {
  const known = new Map<string, Promise<unknown>>();
  return <T>(key: string, read: () => Promise<T>): Promise<T> => {
    const begun = known.get(key) ?? read();
    known.set(key, begun);
    return begun as Promise<T>;
  };
}
