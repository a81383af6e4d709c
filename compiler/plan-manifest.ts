import type { Analysis } from "./compile.ts";
import { createReporter } from "./diagnostics/reporter.ts";
import { andThen, type Result, resultOf } from "./diagnostics/result.ts";
import { lowerAll } from "./emit/emit.ts";
import type { ManifestData } from "./model/manifest.ts";
import type { Topology } from "./model/topology.ts";
import type { Workload } from "./model/workload.ts";
import { type Drain, hold, type Held } from "./plan/hold.ts";
import { makePlan } from "./plan/make-plan.ts";
import type { Plan } from "./plan/plan.ts";
import type { Side } from "./plan/plan-request.ts";
import type { Stand } from "./plan/stand.ts";
import { recompile } from "./recompile.ts";
import type { RecordedMesh } from "./recorded-mesh.ts";
import { declaredAddressing } from "./synthesize/declared-addressing.ts";
import type { WorkloadEngine } from "./target.ts";

/** What a manifest is planned with. */
export interface PlanOptions {
  readonly engines: readonly WorkloadEngine[];
  /** `YYYY-MM-DD`; decides which exceptions of policies still hold, and nothing else. */
  readonly today: string;
  /** Names of environments that alone are planned; none = all. */
  readonly environments: readonly string[];
  /** Entries whose stored events may be lost, by name. */
  readonly mayLose: ReadonlySet<string>;
}

/** A plan, and the meshes that `apply` brings about for it. */
export interface PlannedMesh {
  readonly plan: Plan;
  /** The manifest that holds in the end: as wanted, with what is drained. */
  readonly held: ManifestData;
  readonly topologies: { readonly before?: Topology; readonly expanded: Topology; readonly held: Topology };
  readonly drains: readonly Drain[];
}

/**
 * Plans a manifest against what was applied. Asks no broker and reads nothing: the same input gives the same plan.
 * Fails where the manifest cannot hold beside what has to be drained first.
 */
export function planManifest(
  wanted: Pick<Analysis, "data" | "topology" | "locate">,
  recorded: RecordedMesh | undefined,
  options: PlanOptions,
): Result<PlannedMesh> {
  const { data, topology, locate } = wanted;
  return andThen(standBefore(recorded, options), (before) => {
    const held = hold({ data, topology }, before, options.mayLose);
    return andThen(topologyOf(held, wanted, options), (heldTopology) => {
      const topologies = {
        ...(before && { before: before.topology }),
        expanded: heldTopology,
        held: heldTopology,
      };
      const report = createReporter(locate);
      const chosen = new Set(
        options.environments.length > 0 ? options.environments : topology.mesh.environments.keys(),
      );
      const lower = (each: Topology): Side => ({
        topology: each,
        workloads: lowerAll(each, enginesOf(options), declaredAddressing(each, chosen, report)),
      });
      const heldSide = lower(heldTopology);
      const plan = makePlan({
        mesh: topology.mesh.name,
        ...(before && { before: recordedSide(before.topology, recorded) }),
        held: heldSide,
        wanted: topology,
        expanded: topologies.expanded === heldTopology ? heldSide : lower(topologies.expanded),
        drains: held.drains,
        mayLose: options.mayLose,
        engines: options.engines,
        environments: options.environments,
        meanwhile: [],
        refused: held.refused,
      });
      return resultOf({ plan, held: held.data, topologies, drains: held.drains }, report.diagnostics);
    });
  });
}

function enginesOf({ engines }: PlanOptions): ReadonlyMap<string, WorkloadEngine> {
  return new Map(engines.map((engine) => [engine.name, engine]));
}

/** The mesh as it was applied; what is said against it now does not undo it. */
function standBefore(
  recorded: RecordedMesh | undefined,
  { engines, today }: PlanOptions,
): Result<Stand | undefined> {
  const [first] = recorded?.environments.values() ?? [];
  if (!first) return { ok: true, value: undefined, diagnostics: [] };
  const data = first.manifest;
  const topology = recompile(data, { engines, today, mode: "deploy", stands: true });
  return andThen(topology, (value) => ({ ok: true, value: { data, topology: value }, diagnostics: [] }));
}

function topologyOf(
  { data }: Held,
  wanted: Pick<Analysis, "data" | "topology">,
  { engines, today }: PlanOptions,
): Result<Topology> {
  if (data === wanted.data) return { ok: true, value: wanted.topology, diagnostics: [] };
  return recompile(data, { engines, today, mode: "deploy" });
}

/** What was applied as workloads: instances as they are recorded, of the versions that they were started with. */
function recordedSide(topology: Topology, recorded: RecordedMesh | undefined): Side {
  const workloads = new Map<string, Workload>();
  for (const [environment, { instances }] of recorded?.environments ?? [])
    for (const one of instances) {
      const key = one.instance.beside === undefined ? `${one.engine} ${one.broker}` : one.instance.name;
      const known = workloads.get(key);
      workloads.set(key, {
        broker: one.broker,
        environment,
        engine: one.engine,
        version:
          one.program?.split(".").slice(0, 2).join(".") ?? topology.brokers.get(one.broker)?.version ?? "",
        instances: [...(known?.instances ?? []), one.instance],
        provisions: [...(known?.provisions ?? []), ...one.provisions],
      });
    }
  const all = [...(recorded?.environments.values() ?? [])].flatMap(({ instances }) => instances);
  const programs = new Map(
    all.flatMap(({ instance, program }) =>
      program === undefined ? [] : [[instance.name, program] as const],
    ),
  );
  return { topology, workloads: [...workloads.values()], programs };
}
