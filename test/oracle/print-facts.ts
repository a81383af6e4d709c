import type { DecidedRight, DecidedStorage, Verdict } from "./verdict.ts";

/** A link in a line. */
export function printLink({
  name,
  kind,
  ends,
}: {
  name: string;
  kind: string;
  ends: readonly string[];
}): string {
  return `${kind} ${name} of ${ends.join(" ")}`;
}

/** A flow in a line. */
export function printFlow({
  event,
  publisher,
  subscriber,
  path,
  home = "nobody",
}: Verdict["flows"][number]): string {
  return `${event} from ${publisher} to ${subscriber} by ${path.join(" ")}, stored by ${home}`;
}

/** A right, a line for each topic. */
export function printRight({ identity, broker, action, group, topics }: DecidedRight): readonly string[] {
  const who = `${identity} at ${broker}${group === "" ? "" : ` as one of ${group}`}`;
  return [...topics].map((topic) => `${who} may ${action} ${topic}`);
}

/** What is stored, a line for each thing that there is to say. */
export function printStorage({
  streams,
  sources,
  mirrors,
  durables,
  storedUses,
  storing,
}: DecidedStorage): readonly string[] {
  return [
    ...streams.map(
      ({ name, events, home, replicas, kept: { milliseconds, bytes, messages } }) =>
        `stream ${name} of ${events.join(" ")} at ${home} on ${replicas} for ${milliseconds} ms, ${bytes} bytes, ${messages} messages`,
    ),
    ...sources.map(
      ({ name, stream, broker, events, replicas }) =>
        `${name} keeps ${events.join(" ")} of ${stream} at ${broker} on ${replicas}`,
    ),
    `sources in order: ${sources.map(({ name }) => name).join(" ")}`,
    ...mirrors.map(
      ({ name, stream, broker, readers, replicas }) =>
        `${name} is a copy of ${stream} at ${broker} on ${replicas} for ${readers.join(" ")}`,
    ),
    ...durables.flatMap(({ name, stream, mirror = stream, edge = "no edge", applications, topics }) =>
      [...topics].map(
        (topic) => `${applications.join(" ")} read ${topic} of ${stream} by ${name} in ${mirror} at ${edge}`,
      ),
    ),
    ...durables.map(
      ({ name, stream, events, terms, isInOrder }) =>
        `${name} of ${stream} delivers ${events.join(" ")} ${terms === "" ? "as usual" : terms}${isInOrder ? ", in order" : ""}`,
    ),
    ...storedUses.map(
      ({ identity, broker, answered, reads, sources: up, mirrors: down, brings }) =>
        `${identity} at ${broker} lets answers to ${answered.join(" ")} through, reads by ${reads.join(", ")}, copies ${up.join(" ")} up and ${down.join(" ")} down, brings ${brings.join(", ")}`,
    ),
    ...storing.map((broker) => `${broker} stores`),
  ];
}
