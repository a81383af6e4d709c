import type { Analysis } from "../../compiler/compile.ts";
import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { lowerAll } from "../../compiler/emit/emit.ts";
import { calledIn } from "../../compiler/model/names.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import type { Workload } from "../../compiler/model/workload.ts";
import { manifestChanged } from "../codes.ts";
import { diagnose } from "../diagnose.ts";
import { withOperators } from "../../compiler/model/with-operators.ts";
import { fileStore } from "../state/file-store.ts";
import type { Ports } from "./allocate-ports.ts";
import type { EngineSupport } from "./engine-support.ts";
import type { Program } from "./find-program.ts";
import { knownPorts } from "./known-ports.ts";
import { loopbackAddressing } from "./loopback-addressing.ts";
import { type PlacedRecord, readStoredMesh, recordsOf } from "./mesh-record.ts";
import { provisionName } from "../../compiler/model/provision-name.ts";
import { remap } from "./remap.ts";
import { upFolderOf } from "./up-folder.ts";
import type { UpOptions } from "./up-options.ts";

type Records = ReadonlyMap<string, PlacedRecord>;
type Engines = ReadonlyMap<string, EngineSupport>;

/**
 * A warning where the manifest is no longer what the mesh that `up` recorded was brought to: what is new, gone or
 * would change. Nothing where no mesh is recorded or the record cannot be read, which others report.
 */
export async function changedSinceUp(
  analysis: Pick<Analysis, "topology" | "locate">,
  { host, manifestFolder, engines }: Pick<UpOptions, "host" | "manifestFolder" | "engines">,
): Promise<readonly Diagnostic[]> {
  const { path } = await upFolderOf(host, manifestFolder);
  const stored = await readStoredMesh(fileStore(host, path));
  if (!stored.ok || !stored.value) return [];
  const records = recordsOf(stored.value.environments);
  const supports = new Map(engines.map((support) => [support.engine.name, support]));
  const { tls = false, publicKeys, operators = [] } = stored.value.mesh.content;
  const remapped = remap(analysis, supports, recordedPrograms(records), tls);
  if (!remapped.ok) return [];
  const topology = withOperators(remapped.value, operators);
  const what = [
    ...newApplications(topology, publicKeys),
    ...otherBrokers(topology, records),
    ...changedParts(topology, records, supports),
  ];
  return what.length > 0 ? [diagnose(manifestChanged, { what })] : [];
}

/** The programs that the mesh was started with: another one on this machine now is no change of the manifest. */
function recordedPrograms(records: Records): ReadonlyMap<string, Program> {
  const programs = new Map<string, Program>();
  for (const { record } of records.values()) {
    const { engine, program } = record;
    if (program) programs.set(engine, { ...program, minor: minorOf(program.version) });
  }
  return programs;
}

function minorOf(version: string): string {
  return version.split(".").slice(0, 2).join(".");
}

function newApplications(
  { identities, mesh }: Topology,
  publicKeys: Readonly<Record<string, string>>,
): readonly string[] {
  return identities
    .filter(({ kind, name }) => kind === "application" && publicKeys[name] === undefined)
    .map(({ name }) => calledIn(mesh, "applications", name.slice("application.".length)))
    .map((name) => `application "${name}" is new`);
}

function otherBrokers({ brokers, mesh }: Topology, records: Records): readonly string[] {
  const recorded = new Map(
    [...records.values()].map(({ record }) => [record.broker, record.called ?? record.broker]),
  );
  return [
    ...[...brokers.keys()]
      .filter((name) => !recorded.has(name))
      .map((name) => `broker "${calledIn(mesh, "brokers", name)}" is new`),
    ...[...recorded].filter(([key]) => !brokers.has(key)).map(([, name]) => `broker "${name}" is gone`),
  ];
}

/**
 * Recorded brokers that the manifest wants otherwise: with other instances or ports, in a way that takes a step, or
 * with something else inside.
 */
function changedParts(topology: Topology, records: Records, supports: Engines): readonly string[] {
  const isKnown = (name: string): boolean =>
    [...records.values()].some(({ record }) => record.broker === name);
  const known = [...topology.brokers.keys()].filter(isKnown);
  const unplaced = known.filter((name) => !hasItsPorts(topology, name, records));
  // Without the ports of every broker nothing can be compiled; what is missing has been said then.
  const canCompile = known.length === topology.brokers.size && unplaced.length === 0;
  const workloads = canCompile ? lowered(topology, records, supports) : [];
  const changed = canCompile ? brokersWithSteps(topology, records, supports, workloads) : unplaced;
  return [
    ...changed.map((name) => `broker "${calledIn(topology.mesh, "brokers", name)}" would change`),
    ...workloads.flatMap((workload) => changedProvisions(topology, workload, records)),
  ];
}

/** What is to be inside a broker and was not when the mesh was brought up, or was otherwise; what nobody wants stays. */
function changedProvisions(
  { mesh }: Topology,
  { broker, provisions }: Workload,
  records: Records,
): readonly string[] {
  const called = calledIn(mesh, "brokers", broker);
  const recorded = [...records.values()].flatMap(({ record }) =>
    record.broker === broker ? (record.provisions ?? []) : [],
  );
  const before = new Map(recorded.map((each) => [provisionName(each), each]));
  return provisions.flatMap((wanted) => {
    const name = provisionName(wanted);
    const known = before.get(name);
    if (!known) return [`${name} at ${called} is new`];
    const isSame = JSON.stringify(known.settings) === JSON.stringify(wanted.settings);
    return isSame ? [] : [`${name} at ${called} would change`];
  });
}

/** Whether what is recorded of a broker's instances has a port for each listener, and is of no other instance. */
function hasItsPorts({ brokers }: Topology, name: string, records: Records): boolean {
  const node = brokers.get(name);
  const instances = node?.broker.instances.map((place) => place.name) ?? [];
  const recorded = [...records].filter(
    ([, { record }]) => record.broker === name && record.beside === undefined,
  );
  const ports = portsOf(records);
  const listeners = [...(node?.listeners.keys() ?? [])];
  return (
    recorded.length === instances.length &&
    instances.every((one) => listeners.every((listener) => ports.get(one)?.has(listener)))
  );
}

function lowered(topology: Topology, records: Records, supports: Engines): readonly Workload[] {
  const engines = new Map([...supports].map(([name, { engine }]) => [name, engine]));
  return lowerAll(topology, engines, loopbackAddressing(portsOf(records)));
}

function brokersWithSteps(
  topology: Topology,
  records: Records,
  supports: Engines,
  workloads: readonly Workload[],
): readonly string[] {
  const changed = workloads.filter(({ engine, broker, instances }) =>
    instances.some((wanted) => {
      const applied = records.get(wanted.name)?.record.applied;
      const version = topology.brokers.get(broker)?.version ?? "";
      return applied && (supports.get(engine)?.engine.effectOf(applied, wanted, version) ?? []).length > 0;
    }),
  );
  return changed.map(({ broker }) => broker);
}

function portsOf(records: Records): Ports {
  const known = knownPorts(new Map([...records].map(([name, { record }]) => [name, record])), () => false);
  return new Map(
    [...known].map(([name, ports]) => [
      name,
      new Map([...ports].map(([listener, { port }]) => [listener, port])),
    ]),
  );
}
