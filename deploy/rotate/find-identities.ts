import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { hasErrors, type Result } from "../../compiler/diagnostics/result.ts";
import { suggest } from "../../compiler/diagnostics/suggest.ts";
import { diagnose, success } from "../diagnose.ts";
import type { MeshState } from "../state/documents.ts";
import { noSuchIdentity, severalOfName } from "./codes.ts";

/** What may be revoked, by the first word of an identity's name. */
const kinds = ["application", "link", "operator"] as const;

/** An identity in words: `application "billing"`. */
export function inWords(identity: string): string {
  return `${kindOf(identity)} "${nameOf(identity)}"`;
}

/** `application`, `link` or `operator`. */
export function kindOf(identity: string): string {
  return identity.slice(0, identity.indexOf("."));
}

/** The name that its kind knows it by. */
export function nameOf(identity: string): string {
  return identity.slice(identity.indexOf(".") + 1);
}

/** Identities that have a key, or lost one and were not given the next so far, and may be revoked. Sorted. */
export function revocableIdentities({
  publicKeys,
  revoked = [],
}: Pick<MeshState, "publicKeys" | "revoked">): readonly string[] {
  const begun = revoked.filter(({ underway }) => underway).map(({ identity }) => identity);
  const all = new Set([...Object.keys(publicKeys), ...begun]);
  return [...all].filter(isRevocable).toSorted();
}

/** Whether an identity is of a kind that may be revoked. */
export function isRevocable(identity: string): boolean {
  return kinds.some((kind) => kindOf(identity) === kind);
}

/** The identities of these names, each once: `billing`, or `application.billing` where others are called so too. */
export function findIdentities(names: readonly string[], state: MeshState): Result<readonly string[]> {
  const known = revocableIdentities(state);
  const diagnostics: Diagnostic[] = [];
  const found = new Set<string>();
  for (const name of names) {
    const called = known.includes(name) ? [name] : known.filter((identity) => nameOf(identity) === name);
    const [first, second] = called;
    if (first === undefined) {
      const suggestion = suggest(name, [...known.map(nameOf), ...known]);
      diagnostics.push(diagnose(noSuchIdentity, { name, suggestion }));
    } else if (second !== undefined) diagnostics.push(diagnose(severalOfName, { name, identities: called }));
    else found.add(first);
  }
  return hasErrors(diagnostics) ? { ok: false, diagnostics } : success([...found]);
}
