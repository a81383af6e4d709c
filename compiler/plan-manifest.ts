import type { Analysis } from "./compile.ts";
import { lossAmbiguous, lossUnknown } from "./diagnostics/codes/plan.ts";
import { createReporter, type Reporter } from "./diagnostics/reporter.ts";
import { andThen, type Result, resultOf } from "./diagnostics/result.ts";
import { lowerAll } from "./emit/emit.ts";
import type { ManifestData } from "./model/manifest.ts";
import { namedTopology } from "./model/named-topology.ts";
import { nameIn } from "./model/names.ts";
import type { Topology } from "./model/topology.ts";
import type { Workload } from "./model/workload.ts";
import { withOperators } from "./model/with-operators.ts";
import { holdManifest } from "./hold-manifest.ts";
import { type MeshBefore, meshBefore } from "./mesh-before.ts";
import { asItRan } from "./plan/as-it-ran.ts";
import { chosenPart, needsMore } from "./plan/chosen-part.ts";
import { expand } from "./plan/expand.ts";
import { namedPlan } from "./plan/named-plan.ts";
import { planNames } from "./plan/plan-names.ts";
import { refusedRenames } from "./plan/refused-renames.ts";
import { heldPorts } from "./plan/held-ports.ts";
import type { Drain } from "./plan/hold.ts";
import { interims } from "./plan/interims.ts";
import { isKeptIn } from "./plan/is-kept-in.ts";
import { makePlan } from "./plan/make-plan.ts";
import { lossKey } from "./plan/loss-key.ts";
import { lossesToAllow, namesToAllow } from "./plan/losses-to-allow.ts";
import { lossName, mayLoseOf } from "./plan/may-lose.ts";
import { meanwhile } from "./plan/meanwhile.ts";
import { withNoted } from "./plan/noted.ts";
import type { Plan } from "./plan/plan.ts";
import type { Side } from "./plan/plan-request.ts";
import { withRemoval } from "./plan/with-removal.ts";
import { refusedCircles } from "./plan/refused-circles.ts";
import { withLeftovers } from "./plan/with-leftovers.ts";
import { withProtection } from "./plan/with-protection.ts";
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
  /** What may be lost: names of domains, applications and brokers, behind `domain/` and so on where several have one. */
  readonly mayLose: ReadonlySet<string>;
}

/** A plan, and the meshes that `apply` brings about for it. */
export interface PlannedMesh {
  readonly plan: Plan;
  /** The manifest that holds in the end: as wanted, with what is drained. */
  readonly held: ManifestData;
  readonly topologies: { readonly before?: Topology; readonly expanded: Topology; readonly held: Topology };
  readonly drains: readonly Drain[];
  /** What may be lost, as `lossKey` names it. */
  readonly mayLose: ReadonlySet<string>;
}

/**
 * Plans a manifest against what was applied. Asks no broker and reads nothing: the same input gives the same plan.
 * What cannot be done is refused in the plan; an error is only what keeps one from being made.
 */
export function planManifest(
  wanted: Pick<Analysis, "data" | "topology" | "locate">,
  recorded: RecordedMesh | undefined,
  options: PlanOptions,
): Result<PlannedMesh> {
  const { engines, today } = options;
  const report = createReporter(wanted.locate);
  const before = meshBefore(recorded, { engines, today, mode: "deploy" });
  return andThen(before, (known) => {
    const meshes = [known?.topology, wanted.topology];
    const names = planNames(known?.topology, wanted.topology);
    const { keys, ambiguous, unknown } = mayLoseOf(options.mayLose, meshes, names);
    for (const each of ambiguous) report.report(lossAmbiguous, each, { path: [] });
    for (const each of unknown) report.report(lossUnknown, each, { path: [] });
    const planned = planFrom(known, wanted, recorded, { ...options, mayLose: keys }, report);
    const { plan, topologies } = planned;
    const allowed = { keys, written: options.mayLose };
    const meshesThen = [topologies.before, topologies.held];
    const losses = lossesToAllow(
      plan.changes,
      allowed,
      meshesThen,
      planNames(topologies.before, topologies.held),
    );
    return resultOf({ ...planned, plan: { ...plan, toAllow: namesToAllow(losses) } }, report.diagnostics);
  });
}

function planFrom(
  before: MeshBefore | undefined,
  { data, topology }: Pick<Analysis, "data" | "topology">,
  recorded: RecordedMesh | undefined,
  options: PlanOptions,
  report: Reporter,
): PlannedMesh {
  const { engines, today, mayLose, environments } = options;
  const was = before && asItRan(before.topology, programsOf(recorded));
  const chosen = new Set(environments.length > 0 ? environments : environmentsOf(topology, was));
  const stands = before?.stands ?? [];
  const held = holdManifest({ data, topology }, stands, mayLose, {
    engines,
    today,
    mode: "deploy",
    environments: chosen,
  });
  const isPart = environmentsOf(held.topology, was).some((name) => !chosen.has(name));
  const now = isPart ? chosenPart(was, held.topology, chosen) : held.topology;
  const expanded = was ? expand(was, now, mayLose) : now;
  const names = planNames(was, held.topology);
  const shown = (each: Topology) => namedTopology(each, names);
  const between = (was ? interims(was, expanded, now) : []).map(({ after, topology: each }) => ({
    after,
    topology: shown(each),
  }));
  const lower = (each: Topology): Side => ({
    topology: each,
    workloads: lowerAll(
      withOperators(each, recorded?.operators ?? []),
      enginesOf(options),
      declaredAddressing(each, chosen, report),
    ),
  });
  const heldSide = lower(now);
  const made = makePlan({
    mesh: topology.mesh.name,
    ...(was && { before: recordedSide(was, recorded) }),
    held: heldSide,
    wanted: topology,
    expanded: expanded === now ? heldSide : lower(expanded),
    drains: held.drains,
    mayLose,
    engines,
    environments,
    meanwhile: was ? meanwhile(between, shown(was), shown(now), today) : [],
    refused: [
      ...refusedRenames(data, stands),
      ...held.refused.map(({ kind, name: key, why }) => {
        const name = nameIn(names, `${kind}s`, key);
        return { name, why, allow: lossName(kind, name, [was, held.topology], names) };
      }),
      ...(isPart ? needsMore(was && shown(was), shown(held.topology), shown(now), chosen) : []),
      ...refusedCircles(between.slice(1)),
      ...(was ? heldPorts(shown(was), shown(expanded), shown(now)) : []),
    ],
  });
  const emptied = (): Side => {
    const gone = held.drains.map(({ kind, name }) => lossKey(kind, name));
    const left = holdManifest({ data, topology }, stands, new Set([...mayLose, ...gone]), {
      engines,
      today,
      mode: "deploy",
      environments: chosen,
    });
    return lower(isPart ? chosenPart(was, left.topology, chosen) : left.topology);
  };
  const drained = held.drains.length === 0 ? made : withRemoval(made, heldSide, emptied(), options, expanded);
  const told = withLeftovers(drained, recorded, { before: was, held: now }, mayLose);
  const guarded = withProtection(told, { wanted: { data, topology }, stands, environments: chosen });
  const noted = withNoted(guarded, held.data, stands, chosen);
  const plan = namedPlan(noted, was, now, names);
  const topologies = { ...(was && { before: was }), expanded, held: now };
  return { plan, held: held.data, topologies, drains: held.drains, mayLose };
}

/** Environments that have brokers, now or before. */
function environmentsOf(...topologies: readonly (Topology | undefined)[]): readonly string[] {
  const nodes = topologies.flatMap((topology) => [...(topology?.brokers.values() ?? [])]);
  return [...new Set(nodes.map(({ broker }) => broker.environment.name))];
}

function enginesOf({ engines }: PlanOptions): ReadonlyMap<string, WorkloadEngine> {
  return new Map(engines.map((engine) => [engine.name, engine]));
}

/** Full versions of what the instances of each broker were started with, as far as they are recorded. */
function programsOf(recorded: RecordedMesh | undefined): ReadonlyMap<string, readonly string[]> {
  const programs = new Map<string, string[]>();
  for (const { instances } of recorded?.environments.values() ?? [])
    for (const { broker, instance, program } of instances)
      if (program !== undefined && instance.beside === undefined)
        programs.set(broker, [...(programs.get(broker) ?? []), program]);
  return programs;
}

/** What was applied as workloads: instances as they are recorded, of the versions that they were started with. */
function recordedSide(topology: Topology, recorded: RecordedMesh | undefined): Side {
  const workloads = new Map<string, Workload>();
  const isKept = isKeptIn(topology);
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
        // What a run that did not end was to remove is there until it is seen to be gone.
        provisions: [
          ...(known?.provisions ?? []),
          ...one.provisions,
          ...(one.left ?? []).filter((each) => isKept(one.broker, each)),
        ],
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
