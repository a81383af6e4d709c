import type { Basis } from "../../compiler/model/effect.ts";
import { type Part, partKey } from "../../compiler/model/part.ts";
import type { Step } from "../../compiler/target.ts";

/** A part of an instance that is other than it was, and what takes it in. */
export interface PartChange {
  readonly part: Part;
  readonly takes: "reload" | "restart";
  /** Set where that cuts clients or links off though other instances of the broker go on. */
  readonly interrupts?: true;
  readonly why: string;
}

/**
 * The steps that changes of one kind take at an instance: those that interrupt apart from those that do not, so that what
 * is told of one part is not told of another.
 */
export function stepsOf(
  instance: string,
  kind: PartChange["takes"],
  changes: readonly PartChange[],
  basis: Basis,
): readonly Step[] {
  const own = changes.filter(({ takes }) => takes === kind);
  const groups = [
    own.filter(({ interrupts }) => !interrupts),
    own.filter(({ interrupts }) => interrupts === true),
  ];
  return groups.flatMap((group): readonly Step[] => {
    const [first] = group;
    if (!first) return [];
    const why = [...new Set(group.map((change) => change.why))].join("; ");
    const parts = new Map(group.map(({ part }) => [partKey(part), part]));
    return [
      {
        kind,
        instance,
        why,
        about: [...parts.values()],
        ...(first.interrupts && { interrupts: true }),
        ...(basis !== "observed" && { basis }),
      },
    ];
  });
}
