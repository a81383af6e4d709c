import { andThen, type Result } from "./diagnostics/result.ts";
import type { ManifestData } from "./model/manifest.ts";
import type { Topology } from "./model/topology.ts";
import { mixed } from "./plan/mixed.ts";
import type { Stand } from "./plan/stand.ts";
import { recompile } from "./recompile.ts";
import type { RecordedMesh } from "./recorded-mesh.ts";
import type { UnderstandOptions } from "./understand.ts";

/** A mesh as it was applied. */
export interface MeshBefore {
  readonly topology: Topology;
  /** What was applied, each with the brokers of the environments to which it was. */
  readonly stands: readonly Stand[];
}

/**
 * The mesh as it was applied, in which each broker is as the manifest says that was applied in its environment; what is said
 * against that now does not undo it. Environments in which nothing was applied have no brokers. `undefined` where there
 * is no other.
 */
export function meshBefore(
  recorded: RecordedMesh | undefined,
  options: UnderstandOptions,
): Result<MeshBefore | undefined> {
  const environments = new Map<ManifestData, Set<string>>();
  for (const [name, { manifest }] of recorded?.environments ?? [])
    environments.set(manifest, (environments.get(manifest) ?? new Set()).add(name));
  let stands: Result<readonly Stand[]> = { ok: true, value: [], diagnostics: [] };
  for (const [data, applied] of environments) {
    stands = andThen(stands, (known) =>
      andThen(recompile(data, { ...options, stands: true }), (topology) => {
        const stand: Stand = { data, topology, brokers: brokersIn(topology, applied) };
        return { ok: true, value: [...known, stand], diagnostics: [] };
      }),
    );
  }
  return andThen(stands, (all) => ({ ok: true, value: joined(all), diagnostics: [] }));
}

function brokersIn({ brokers }: Topology, environments: ReadonlySet<string>): ReadonlySet<string> {
  const names = [...brokers].filter(([, { broker }]) => environments.has(broker.environment.name));
  return new Set(names.map(([name]) => name));
}

function joined(stands: readonly Stand[]): MeshBefore | undefined {
  const [first] = stands;
  if (!first) return undefined;
  const isWhole = stands.length === 1 && first.brokers?.size === first.topology.brokers.size;
  if (isWhole) return { topology: first.topology, stands };
  const of = (name: string) => stands.find(({ brokers }) => brokers?.has(name))?.topology;
  const names = stands.flatMap(({ brokers }) => [...(brokers ?? [])]);
  const topologies = stands.map(({ topology }) => topology);
  return { topology: mixed(of, names, topologies), stands };
}
