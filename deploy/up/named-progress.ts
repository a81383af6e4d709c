import { calledIn, type Names } from "../../compiler/model/names.ts";
import type { ApplyEvent } from "../apply/apply-options.ts";

/** Tells what happens with the names of brokers that people know, where they are known by other keys; instances keep theirs. */
export function namedProgress<T extends ApplyEvent>(
  progress: (event: T) => void,
  names: Names | undefined,
): (event: T) => void {
  if (!names || names.size === 0) return progress;
  const called = (broker: string) => calledIn({ names }, "brokers", broker);
  return (event) => {
    if (event.kind === "wave") progress({ ...event, brokers: event.brokers.map(called) });
    else progress("broker" in event ? { ...event, broker: called(event.broker) } : event);
  };
}
