import { covers as coversTopic, overlaps } from "../../../compiler/model/topic.ts";
import type { Provision } from "../../../compiler/model/workload.ts";

/** Subjects that a consumer reads, or a stream takes in, as its settings or what is reported of it say. */
export function filtersOf(config: object): readonly string[] {
  const { filter_subject: one, filter_subjects: several = [] } = config as {
    readonly filter_subject?: string;
    readonly filter_subjects?: readonly string[];
  };
  return one === undefined || one === "" ? several : [one];
}

/** Subjects that a stream takes in. */
export function subjectsOf(settings: Provision["settings"]): readonly string[] {
  return (settings["subjects"] ?? []) as readonly string[];
}

/** Those of some subjects that are not among others. */
export function givenUp(before: readonly string[], after: readonly string[]): readonly string[] {
  return before.filter((subject) => !after.includes(subject));
}

/** The stream from which the reader of a durable would read some subjects that the durable gives up, if from any. */
export function readsInstead(
  { name, within = "" }: Provision,
  dropped: readonly string[],
  everywhere: readonly Provision[],
): string | undefined {
  const instead = everywhere.find(
    (other) =>
      other.kind === "consumer" &&
      readerOf(other.name) === readerOf(name) &&
      originOf(other.within ?? "") !== originOf(within) &&
      filtersOf(other.settings).some((filter) => dropped.some((subject) => meet(filter, subject))),
  );
  return instead?.within;
}

/**
 * Those of some subjects of a durable that no other durable of its reader reads on from the same stream, or from a copy of
 * it: one that is parted from it, or kept elsewhere, begins where it was.
 */
export function unreadOf(
  { name, within = "" }: Provision,
  dropped: readonly string[],
  everywhere: readonly Provision[],
): readonly string[] {
  const others = everywhere.filter(
    (other) =>
      other.kind === "consumer" &&
      readerOf(other.name) === readerOf(name) &&
      originOf(other.within ?? "") === originOf(within),
  );
  const read = others.flatMap(({ settings }) => filtersOf(settings));
  return dropped.filter((subject) => !read.some((filter) => covers(filter, subject)));
}

/** Whether two sets of subjects have one in common. */
export function meet(one: string, other: string): boolean {
  return overlaps(one.split("."), other.split("."));
}

function covers(wide: string, narrow: string): boolean {
  return coversTopic(wide.split("."), narrow.split("."));
}

/** The durable that another was parted from, which has its name and `__`: see `Durable`. */
function readerOf(durable: string): string {
  return durable.split("__")[0] ?? durable;
}

/** The stream of which another is a copy, where it is one: see `synthesizeMirrors`. */
function originOf(stream: string): string {
  return stream.replace(/_at_[^_]+$/, "");
}
