import type { Effect } from "../../../compiler/model/effect.ts";
import type { Provision } from "../../../compiler/model/workload.ts";
import type { ProvisionEffect } from "../../../compiler/target.ts";
import { isElsewhere, lessKept, wouldMove } from "./loss-of.ts";
import { filtersOf, givenUp, meet, unreadOf, subjectsOf } from "./moved-events.ts";
import { basisOf } from "./versions.ts";

/**
 * What becomes of a stream or a consumer whose settings are other than they were. An update keeps what is stored, every
 * place and every reader's connection, but for what new bounds leave no room for and for what a consumer gives up of its
 * filters; what copies a stream cannot be made to copy another one (error 10055). Measured on 2.10 to 2.15.
 */
export function effectOfProvision(
  before: Provision | undefined,
  after: Provision | undefined,
  version: string,
  beside: readonly Provision[] = [],
): ProvisionEffect | undefined {
  const saying = (effect: Effect, why: string) => ({ effect, why, basis: basisOf(version) });
  if (before && after) {
    if (JSON.stringify(before.settings) === JSON.stringify(after.settings)) return undefined;
    return before.kind === "stream"
      ? changedStream(before, after, beside, saying)
      : changedConsumer(before, after, beside, saying);
  }
  if (after) return saying("NONE", after.kind === "stream" ? "it is made" : "its place is made");
  if (!before) return undefined;
  if (before.kind !== "stream") return removedConsumer(before, beside, saying);
  if (before.settings["mirror"] !== undefined)
    return saying("NONE", "its events stay where they are copied from");
  return saying("DATA LOSS", "the events that it holds are deleted");
}

type Saying = (effect: Effect, why: string) => ProvisionEffect;

function changedStream(
  before: Provision,
  after: Provision,
  beside: readonly Provision[],
  saying: Saying,
): ProvisionEffect {
  // One that was alone does not say where it is; it stays there once it has others beside it (2.10 to 2.15).
  const isPlaced = [before, after].every(({ settings }) => settings["placement"] !== undefined);
  if (isPlaced && isElsewhere(before.settings, after.settings)) return { refused: wouldMove };
  const origin = ({ settings }: Provision) => JSON.stringify(settings["mirror"]);
  if (origin(before) !== origin(after))
    return { refused: "no broker makes a copy of one stream that of another" };
  const loss = lessKept(before.settings, after.settings);
  if (loss !== undefined) return saying("DATA LOSS", loss);
  const dropped = givenUp(subjectsOf(before.settings), subjectsOf(after.settings));
  const taker = beside.find(
    ({ kind, name, settings, drawn }) =>
      kind === "stream" &&
      name !== after.name &&
      drawn === after.drawn &&
      subjectsOf(settings).some((subject) => dropped.some((other) => meet(subject, other))),
  );
  if (taker)
    return saying(
      "INTERRUPTS",
      `nothing of ${dropped.join(", ")} is acknowledged until "${taker.name}" takes it in`,
    );
  if (dropped.length > 0)
    return saying("NONE", `it takes in ${dropped.join(", ")} no more, and keeps what it holds of it`);
  const changed = changedKeys(before, after);
  const kept = saying("NONE", `${changed.join(", ")} changed, and it keeps what it holds`);
  // Other copies of what is stored were not watched as they come and go.
  return changed.includes("num_replicas") ? { ...kept, basis: "assumed" } : kept;
}

function changedConsumer(
  before: Provision,
  after: Provision,
  beside: readonly Provision[],
  saying: Saying,
): ProvisionEffect {
  const dropped = givenUp(filtersOf(before.settings), filtersOf(after.settings));
  const lost = unreadOf(before, dropped, [after, ...beside]);
  if (lost.length > 0)
    return saying("DATA LOSS", `what waits for it of ${lost.join(", ")} would not be read any more`);
  return saying("NONE", `${changedKeys(before, after).join(", ")} changed, and it keeps its place`);
}

function removedConsumer(before: Provision, beside: readonly Provision[], saying: Saying): ProvisionEffect {
  const lost = unreadOf(before, filtersOf(before.settings), beside);
  return lost.length > 0
    ? saying("DATA LOSS", "what waits for it would not be read any more")
    : saying("NONE", "its reader goes on in its place by another");
}

function changedKeys(before: Provision, after: Provision): readonly string[] {
  const keys = new Set([...Object.keys(before.settings), ...Object.keys(after.settings)]);
  const text = ({ settings }: Provision, key: string) => JSON.stringify(settings[key]);
  return [...keys].filter((key) => text(before, key) !== text(after, key)).toSorted();
}
