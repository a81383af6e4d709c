import type { ManifestData } from "./model/manifest.ts";
import type { Topology } from "./model/topology.ts";
import { type Drain, hold, type Held } from "./plan/hold.ts";
import { losses } from "./plan/losses.ts";
import { lossKey } from "./plan/loss-key.ts";
import type { RefusedLoss } from "./plan/refused-loss.ts";
import type { Stand } from "./plan/stand.ts";
import { recompile } from "./recompile.ts";
import type { UnderstandOptions } from "./understand.ts";

/** What is held on to beside a manifest, and the mesh that comes of both. */
export interface HeldMesh extends Held {
  readonly topology: Topology;
}

/** What is held on to with. */
export interface HoldOptions extends UnderstandOptions {
  /** Environments that alone are changed: what others keep is safe. Absent = all. */
  readonly environments?: ReadonlySet<string>;
}

/** Of more drains than these nobody looks for those that do not fit: each takes a compilation. */
const mostTried = 16;

/**
 * Holds on to what is wanted no more and still to be read. What cannot be held on to beside what is wanted, and what would
 * be lost otherwise, is refused, as far as `mayLose` does not allow it. `recorded` are the manifests that brokers follow,
 * each with those that do; they may be several where environments were applied one by one.
 */
export function holdManifest(
  wanted: Stand,
  recorded: readonly Stand[],
  mayLose: ReadonlySet<string>,
  { environments, ...options }: HoldOptions,
): HeldMesh {
  const refused: RefusedLoss[] = [];
  const drains = new Map<string, Drain>();
  let now: Stand = wanted;
  for (const before of recorded) {
    const held = holdFitting(now, before, mayLose, options);
    refused.push(...held.refused);
    for (const drain of held.drains) {
      const key = lossKey(drain.kind, drain.name);
      const draining = drain.draining && (drains.get(key)?.draining ?? true);
      drains.set(key, { ...drain, draining });
    }
    now = { data: held.data, topology: held.topology };
  }
  const known = new Set(refused.map(({ kind, name }) => lossKey(kind, name)));
  for (const before of recorded)
    refused.push(...losses(changing(before, environments), now.topology, mayLose, known));
  return { ...now, drains: sorted(drains), refused: distinct(refused) };
}

/** A stand without the brokers that are not changed. */
function changing(before: Stand, environments: ReadonlySet<string> | undefined): Stand {
  const names = before.brokers ?? before.topology.brokers.keys();
  const isChanged = (name: string) => {
    const environment = before.topology.brokers.get(name)?.broker.environment.name;
    return environment !== undefined && (environments?.has(environment) ?? true);
  };
  return { ...before, brokers: new Set([...names].filter(isChanged)) };
}

function holdFitting(
  wanted: Stand,
  before: Stand,
  mayLose: ReadonlySet<string>,
  options: UnderstandOptions,
): HeldMesh {
  const held = hold(wanted, before, mayLose);
  const topology = compiled(held.data, wanted, options);
  if (typeof topology !== "string") return { ...held, topology };
  const keys = held.drains.map(({ kind, name }) => lossKey(kind, name));
  const without = new Map(keys.map((key) => [key, topology]));
  for (const key of keys.length > mostTried ? [] : keys) {
    const others = [...without.keys()].filter((one) => one !== key);
    const tried = compiled(hold(wanted, before, new Set([...mayLose, ...others])).data, wanted, options);
    if (typeof tried === "string") without.set(key, tried);
    else without.delete(key);
  }
  const fitting = hold(wanted, before, new Set([...mayLose, ...without.keys()]));
  const refused = held.drains.flatMap(({ kind, name }): readonly RefusedLoss[] => {
    const why = without.get(lossKey(kind, name));
    if (why === undefined) return [];
    return [{ kind, name, why: `it is not read yet, and cannot be held on to: ${why}` }];
  });
  const fits = compiled(fitting.data, wanted, options);
  if (typeof fits === "string") return { ...wanted, drains: [], refused: [...held.refused, ...refused] };
  return { ...fitting, topology: fits, refused: [...held.refused, ...refused] };
}

/** The mesh of some data, or what is wrong with it. */
function compiled(data: ManifestData, wanted: Stand, options: UnderstandOptions): Topology | string {
  if (data === wanted.data) return wanted.topology;
  const result = recompile(data, options);
  if (result.ok) return result.value;
  return result.diagnostics.find(({ severity }) => severity === "error")?.message ?? "it does not fit";
}

function sorted(drains: ReadonlyMap<string, Drain>): readonly Drain[] {
  return [...drains.keys()].toSorted().flatMap((key) => drains.get(key) ?? []);
}

function distinct(refused: readonly RefusedLoss[]): readonly RefusedLoss[] {
  const found = new Map(refused.map((one) => [`${one.name}\n${one.kind}\n${one.why}`, one]));
  return [...found.keys()].toSorted().flatMap((key) => found.get(key) ?? []);
}
