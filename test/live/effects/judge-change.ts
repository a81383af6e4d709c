import type { Change, Meanwhile, Plan } from "../../../compiler/plan/plan.ts";
import { mayComeTwice } from "../../../compiler/plan/may-come-twice.ts";
import type { PhaseAccount } from "./traffic-ledger.ts";

/** A flow that there was before a change and after it, and what it came to meanwhile. */
export interface JudgedFlow extends PhaseAccount {
  readonly name: string;
  /** Whether its events are stored until its reader has acknowledged them. */
  readonly isKept: boolean;
  /** Whether its events are at-most-once or without duplicates: whatever happens they come once. */
  readonly comesOnce: boolean;
}

/** What a change deleted of what is stored, asked of the broker. */
export interface Deletion {
  /** A stream, as the domain is named. */
  readonly domain: string;
  readonly events: number;
}

/**
 * What of a change was not as its plan said, each in words; nothing where all was. A flow may lose events only where a
 * change that interrupts it, or that loses what is stored, names it, where it is cut between two waves, or where instances are
 * started anew one after another; what is kept loses nothing by any of these but the loss of what is stored. It may get
 * events twice only where it is at-least-once and a change that names it says that this may be. And what is named is so: of the flows
 * of each change that interrupts, one that is kept nowhere has lost or repeated something, and of each domain whose
 * stored events are lost some were deleted.
 */
export function judgeChange(
  { changes, meanwhile }: Pick<Plan, "changes" | "meanwhile">,
  flows: readonly JudgedFlow[],
  deletions: readonly Deletion[],
): readonly string[] {
  return [
    ...flows.flatMap((flow) => tooLittle(flow, changes, meanwhile)),
    ...changes.flatMap((change) => tooMuch(change, flows)),
    ...deletions.flatMap((deletion) => deleted(deletion, changes)),
  ];
}

function tooLittle(
  { name, isKept, comesOnce, lost, twice, sent }: JudgedFlow,
  changes: readonly Change[],
  meanwhile: readonly Meanwhile[],
): readonly string[] {
  const own = changes.filter(({ flows }) => flows.includes(name));
  const told = new Set(own.map(({ effect }) => effect));
  const isCut = meanwhile.some(({ kind, flows }) => kind === "cut" && flows.includes(name));
  const mayLose =
    told.has("DATA LOSS") || (!isKept && (told.has("INTERRUPTS") || isCut || told.has("ROLLING RESTART")));
  const mayRepeat = !comesOnce && own.some(({ reason }) => reason.endsWith(mayComeTwice));
  const said = [...told].toSorted().join(", ") || "nothing";
  return [
    ...(lost > 0 && !mayLose ? [`${name} lost ${lost} of ${sent}, and the plan says ${said} of it`] : []),
    ...(twice > 0 && !mayRepeat ? [`${name} got ${twice} twice, and the plan says ${said} of it`] : []),
  ];
}

function tooMuch(
  { kind, name, effect, flows: named }: Change,
  flows: readonly JudgedFlow[],
): readonly string[] {
  // A flow that goes another way is cut by what the changes of brokers and links on it tell of.
  if (effect !== "INTERRUPTS" || kind === "flow") return [];
  const own = flows.filter((flow) => !flow.isKept && named.includes(flow.name));
  const isSo = own.length === 0 || own.some(({ lost, twice }) => lost + twice > 0);
  return isSo ? [] : [`${kind} ${name} interrupts none of its ${own.length} flows that are kept nowhere`];
}

function deleted({ domain, events }: Deletion, changes: readonly Change[]): readonly string[] {
  const isTold = changes.some(({ effect, name }) => effect === "DATA LOSS" && name === domain);
  if (isTold === events > 0) return [];
  return [
    isTold
      ? `the plan says that stored events of ${domain} are lost, and none were`
      : `${events} stored events of ${domain} were deleted, and the plan does not say so`,
  ];
}
