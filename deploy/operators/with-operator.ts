import { compare } from "../../compiler/model/compare.ts";
import type { OperatorRecord } from "../state/documents.ts";

/** Who may look inside, and one more; who is among them already stays with the time of then. */
export function withOperator(
  recorded: readonly OperatorRecord[],
  added: OperatorRecord,
): readonly OperatorRecord[] {
  const isKnown = recorded.some(({ name, broker }) => name === added.name && broker === added.broker);
  if (isKnown) return recorded;
  return [...recorded, added].toSorted((a, b) => compare(a.name, b.name) || compare(a.broker, b.broker));
}
