import { calledIn, type Names } from "../../compiler/model/names.ts";
import type { ApplyEvent } from "../apply/apply-options.ts";

/** Tells what happens with the names of brokers that people know, where they are known by other keys; instances keep theirs. */
export function namedProgress<T extends ApplyEvent>(
  progress: (event: T) => void,
  names: Names | undefined,
): (event: T) => void {
  if (!names || names.size === 0) return progress;
  const called = (broker: string) => calledIn({ names }, "brokers", broker);
  // A wave is told as the plan tells it, which names brokers already.
  return (event) => progress("broker" in event ? { ...event, broker: called(event.broker) } : event);
}
