import type { ListedDocument, StateListing } from "../../deploy/state/list-state.ts";
import type { Holder } from "../../deploy/state/lock.ts";
import type { MovedState } from "../../deploy/state/move-state.ts";
import { table } from "./table.ts";
import { visible } from "./visible.ts";

/** Where a machine runs an environment. */
type Place = NonNullable<ListedDocument["runsAt"]>;

/** What is recorded, a row a document, and who holds it. */
export function listingText({ where, documents }: StateListing): string {
  const head = `The state is in ${visible(where)}.\n`;
  if (documents.length === 0) return `${head}Nothing is recorded there: nothing was applied yet.\n`;
  const rows = documents.map(({ name, serial, generation, applied, runsAt }) => [
    name,
    serial === undefined ? "-" : String(serial),
    generation === undefined ? "-" : String(generation),
    applied ? `${applied.at} by ${applied.compiler}${applied.underway ? ", not finished" : ""}` : "-",
    runsAt ? `${runsAt.host}:${runsAt.folder}` : "-",
  ]);
  const held = documents.flatMap(({ name, lockedBy }) => (lockedBy ? [heldText(name, lockedBy)] : []));
  return `${head}${table([["DOCUMENT", "SERIAL", "GENERATION", "APPLIED", "RUNS AT"], ...rows])}${held.join("")}`;
}

function heldText(name: string, lockedBy: Holder & { readonly isGone: boolean }): string {
  const rest = lockedBy.isGone
    ? "that process is gone, so that the next command takes over"
    : `if it cannot end any more, \`meshc state unlock ${name}\` breaks its lock`;
  return visible(`! ${name} is held by ${holderWords(lockedBy)}; ${rest}`) + "\n";
}

function holderWords({ who, command, pid, host, since }: Holder): string {
  return `${who} (\`${command}\`, process ${pid} on ${host}, since ${since})`;
}

/** The same as `schema/output/state.json` says. */
export function listingJson({ where, documents }: StateListing): object {
  return {
    where,
    documents: documents.map(({ name, key, serial, generation, applied, runsAt, lockedBy, problems }) => ({
      name,
      document: key,
      ...(serial !== undefined && { serial }),
      ...(generation !== undefined && { generation }),
      ...(applied && { applied }),
      ...(runsAt && { runsAt }),
      ...(lockedBy && { lockedBy: { ...holderJson(lockedBy), isGone: lockedBy.isGone } }),
      problems: problems.map(({ code, message, help }) => ({ code, message, help })),
    })),
  };
}

function holderJson({ who, host, pid, since, command }: Holder): object {
  return { who, host, pid, since, command };
}

/** Whose lock was broken. */
export function unlockedText(name: string, holder: Holder): string {
  return `${visible(`${name} is free: it was held by ${holderWords(holder)}`)}\n`;
}

/** The same as JSON. */
export function unlockedJson(name: string, holder: Holder): object {
  return { unlocked: name, heldBy: holderJson(holder) };
}

/** What was moved, and what is left to do. */
export function movedText({ environments, secrets, manifests }: MovedState, store: string): string {
  const what = [
    counted(environments, "environment"),
    counted(secrets, "secret"),
    counted(manifests, "manifest"),
  ];
  const rest = "What was copied still lies in the old one too, which is marked as moved.";
  return `moved: ${what.join(", ")}. Write \`store: ${visible(store)}\` in the manifest's \`state\` now.\n${rest}\n`;
}

/** Where an environment was said to run. */
export function releasedText(environment: string, { host, folder }: Place): string {
  const words = `${environment} is not said to run on ${host} (${folder}) any more; what still runs there is nobody's`;
  return `${visible(words)}\n`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
