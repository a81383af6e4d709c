import type { Observed } from "../../../../compiler/live.ts";
import { factsOf } from "../versions.ts";
import { millisecondsOf } from "./go-duration.ts";
import { monitoring, type Raftz } from "./monitoring.ts";

/** Whether a version of nats-server can start so that the servers that it agrees with never hear it. */
export function canStartUnheard(version: string): boolean {
  return factsOf(version)?.startsUnheard === true;
}

/**
 * How long ago a server heard each of those with which it agrees on streams, in milliseconds. A leader hears all others each
 * second and they hear it; where there is none, each hears those that ask for its vote.
 */
export async function heard({ endpoint }: Observed): Promise<ReadonlyMap<string, number> | undefined> {
  const management = endpoint("management");
  const raftz = management && (await monitoring<Raftz>(management, "/raftz?acc=SYS&group=_meta_"));
  const group = raftz?.["SYS"]?.["_meta_"];
  if (!group) return undefined;
  const peers = Object.values(group.peers ?? {});
  return new Map(
    peers.flatMap(({ name, last_seen: seen }) => {
      const ago = seen === undefined ? undefined : millisecondsOf(seen);
      return name === undefined || ago === undefined ? [] : [[name, ago] as const];
    }),
  );
}
