import { forbidsNothing } from "../diagnostics/codes/check.ts";
import { suggest } from "../diagnostics/suggest.ts";
import type { Mesh } from "../model/mesh.ts";
import type { Rule } from "./rule.ts";

/** Up to this length words are often codes (`us`, `uk`, `pii`, `phi`): another letter makes another code. */
const longestCode = 3;
/** One slip of the finger; `internal` and `external` are two letters apart. */
const mostSlips = 1;

/**
 * What `forbid` names is used, or like nothing that is used: a misspelt word would forbid nothing and look as if it
 * did. One that is merely not used yet is no mistake.
 */
export const prohibitionsAreAboutSomething: Rule = (mesh, _engines, report) => {
  const prohibitions = [...mesh.policies.values()].flatMap(({ name, rule }) =>
    rule.kind === "forbid" ? [{ name, rule }] : [],
  );
  if (prohibitions.length === 0) return;
  const used = { classification: classifications(mesh), residency: residencies(mesh) };
  for (const { name, rule } of prohibitions) {
    for (const key of ["classification", "residency"] as const) {
      const suggestion = meant(rule[key], used[key]);
      if (suggestion === undefined) continue;
      const parameters = { policy: name, key, word: rule[key], suggestion };
      report.report(forbidsNothing, parameters, { path: ["policies", name, "forbid", key] });
    }
  }
};

function meant(word: string, used: ReadonlySet<string>): string | undefined {
  if (used.has(word)) return undefined;
  const candidates = [...used].filter((other) => mayBeMeant(word, other));
  return suggest(word, candidates, mostSlips);
}

/** `us-1` is not `us-2`, and `us-ca` not `us-va`: numbers and codes are told apart by a single character. */
function mayBeMeant(word: string, other: string): boolean {
  const digits = (text: string) => text.replace(/\D/g, "");
  if (digits(word) !== digits(other)) return false;
  const [parts, others] = [word.split(/[._-]/), other.split(/[._-]/)];
  if (parts.length !== others.length) return true;
  return parts.every((part, index) => part.length > longestCode || isSlip(part, others[index] ?? ""));
}

/** Whether two codes differ by a letter too many, by order or by case at most, and not by another letter. */
function isSlip(code: string, other: string): boolean {
  const letters = (text: string) => [...text.toLowerCase()].toSorted().join("");
  return code.length !== other.length || letters(code) === letters(other);
}

function classifications(mesh: Mesh): ReadonlySet<string> {
  const words = new Set<string>();
  for (const domain of mesh.domains.values()) {
    for (const event of domain.events.values()) for (const word of event.classification) words.add(word);
  }
  return words;
}

/** Those of environments; what events allow counts as used too, since a place may follow. */
function residencies(mesh: Mesh): ReadonlySet<string> {
  const words = new Set<string>();
  for (const { residency } of mesh.environments.values()) if (residency !== undefined) words.add(residency);
  for (const domain of mesh.domains.values()) {
    for (const event of domain.events.values()) for (const word of event.residency ?? []) words.add(word);
  }
  return words;
}
