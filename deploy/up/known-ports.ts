import type { InstanceRecord } from "../state/documents.ts";

/** A port that a listener was given before. */
export interface KnownPort {
  readonly port: number;
  /** Whether the process that it was given to runs and holds it now. */
  readonly runs: boolean;
}

/** Ports by listener, by the instance that they are counted among: what stands beside one has its ports among that one's. */
export type KnownPorts = ReadonlyMap<string, ReadonlyMap<string, KnownPort>>;

/** What records say of the ports of instances. */
export function knownPorts(
  records: ReadonlyMap<string, InstanceRecord>,
  runs: (instance: string) => boolean,
): KnownPorts {
  const known = new Map<string, Map<string, KnownPort>>();
  for (const [name, { beside = name, ports }] of records) {
    const own = known.get(beside) ?? new Map<string, KnownPort>();
    known.set(beside, own);
    for (const [listener, port] of Object.entries(ports)) own.set(listener, { port, runs: runs(name) });
  }
  return known;
}
