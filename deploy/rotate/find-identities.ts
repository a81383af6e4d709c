import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { hasErrors, type Result } from "../../compiler/diagnostics/result.ts";
import { suggest } from "../../compiler/diagnostics/suggest.ts";
import { diagnose, success } from "../diagnose.ts";
import type { MeshState } from "../state/documents.ts";
import type { MeshCommand } from "../up/up-folder.ts";
import { noSuchIdentity, severalOfName } from "./codes.ts";

/** What may be revoked, by the first word of an identity's name: a link carried by a process has two. */
const kinds: ReadonlyMap<string, string> = new Map([
  ["application", "application"],
  ["connect", "link"],
  ["link", "link"],
  ["operator", "operator"],
]);

/** An identity in words: `application "billing"`. */
export function inWords(identity: string): string {
  return `${kindOf(identity)} "${nameOf(identity)}"`;
}

/** `application`, `link` or `operator`. */
export function kindOf(identity: string): string {
  return kinds.get(firstWordOf(identity)) ?? firstWordOf(identity);
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
  return kinds.has(firstWordOf(identity));
}

function firstWordOf(identity: string): string {
  return identity.slice(0, identity.indexOf("."));
}

/** The identities of these names, each once: `billing`, or `application.billing` where others are called so too. */
export function findIdentities(
  names: readonly string[],
  state: MeshState,
  command: MeshCommand,
): Result<readonly string[]> {
  const known = revocableIdentities(state);
  const diagnostics: Diagnostic[] = [];
  const found = new Set<string>();
  for (const name of names) {
    const called = known.includes(name) ? [name] : known.filter((identity) => nameOf(identity) === name);
    const [first, ...others] = called;
    const second = others.find((identity) => first !== undefined && kindOf(identity) !== kindOf(first));
    if (first === undefined) {
      const suggestion = suggest(name, [...known.map(nameOf), ...known]);
      diagnostics.push(diagnose(noSuchIdentity, { name, suggestion, command }));
    } else if (second !== undefined) diagnostics.push(diagnose(severalOfName, { name, identities: called }));
    else for (const identity of called) found.add(identity);
  }
  return hasErrors(diagnostics) ? { ok: false, diagnostics } : success([...found]);
}
