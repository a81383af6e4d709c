import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { hasErrors, type Result } from "../../compiler/diagnostics/result.ts";
import { calledIn } from "../../compiler/model/names.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import type { Workload } from "../../compiler/model/workload.ts";
import { diagnose, success } from "../diagnose.ts";
import type { Host } from "../host/host.ts";
import type { InstanceRecord } from "../state/documents.ts";
import type { EngineSupport } from "../up/engine-support.ts";
import { findAllPrograms, placesOf, type Program, programAt, variableOf } from "../up/find-program.ts";
import { type ProgramOf, type WantedProgram, wantedProgram } from "../up/program-of.ts";
import { groupBy } from "../verify/group-by.ts";
import { programOfVersionMissing } from "./codes.ts";

type Recorded = NonNullable<InstanceRecord["program"]>;

/**
 * The programs that workloads are started with: of exactly the minor version that each is compiled for, and of the full one
 * where the manifest says that. What an instance runs already stays where it is of that version and still there, so that
 * another one on this machine changes nothing.
 */
export async function programsFor(
  host: Host,
  topology: Pick<Topology, "brokers" | "mesh">,
  workloads: readonly Workload[],
  engines: ReadonlyMap<string, EngineSupport>,
  recorded: readonly InstanceRecord[],
): Promise<Result<ProgramOf>> {
  const found = new Map<string, readonly Program[]>();
  for (const name of new Set(workloads.map(({ engine }) => engine))) {
    const support = engines.get(name);
    if (support) found.set(name, await findAllPrograms(host, support));
  }
  const standing = await standingOf(host, engines, recorded);
  const programOf: ProgramOf = (wanted, own) => {
    const before = own && standing.get(keyOf(own));
    if (before && fits(wanted, before)) return before;
    return found.get(wanted.engine)?.find((each) => fits(wanted, each));
  };
  const unmet = workloads.flatMap((workload) => {
    const { broker, engine } = workload;
    const own = recorded.find((one) => one.broker === broker && one.engine === engine)?.program;
    const wanted = wantedProgram(topology, workload);
    return programOf(wanted, own) ? [] : [{ broker: calledIn(topology.mesh, "brokers", broker), wanted }];
  });
  const diagnostics = missing(host, unmet, engines, found);
  return hasErrors(diagnostics) ? { ok: false, diagnostics } : success(programOf);
}

/** Recorded programs that are still what they were. */
async function standingOf(
  host: Host,
  engines: ReadonlyMap<string, EngineSupport>,
  recorded: readonly InstanceRecord[],
): Promise<ReadonlyMap<string, Program>> {
  const standing = new Map<string, Program>();
  const tried = new Set<string>();
  for (const { engine, program } of recorded) {
    const support = engines.get(engine);
    if (!support || !program || tried.has(keyOf(program))) continue;
    tried.add(keyOf(program));
    const found = await programAt(host, support, program.path);
    if (found?.version === program.version) standing.set(keyOf(program), found);
  }
  return standing;
}

function keyOf({ path, version }: Recorded): string {
  return `${version} ${path}`;
}

function fits({ version, exact }: WantedProgram, program: Program): boolean {
  return program.minor === version && (exact === undefined || program.version === exact);
}

/** A broker for which no program is here. */
interface Unmet {
  readonly broker: string;
  readonly wanted: WantedProgram;
}

function missing(
  host: Host,
  unmet: readonly Unmet[],
  engines: ReadonlyMap<string, EngineSupport>,
  found: ReadonlyMap<string, readonly Program[]>,
): readonly Diagnostic[] {
  const alike = groupBy(unmet, ({ wanted: { engine, version, exact } }) => `${engine} ${exact ?? version}`);
  return [...alike.values()].flatMap((those) => {
    const [first] = those;
    const support = engines.get(first?.wanted.engine ?? "");
    if (!first || !support) return [];
    const { version, exact } = first.wanted;
    const programs = found.get(support.engine.name) ?? [];
    const near = programs.find(({ minor }) => minor === version)?.version;
    const newest = support.engine.versions.findLast((minor) => programs.some((one) => one.minor === minor));
    const here = near ?? newest;
    return diagnose(programOfVersionMissing, {
      program: support.live.program,
      version: exact ?? version,
      brokers: those.map(({ broker }) => `"${broker}"`),
      found: programs.map((program) => `${program.version} at ${program.path}`),
      searched: placesOf(host, support),
      install: support.live.install,
      variable: variableOf(support),
      ...(here !== undefined && { here }),
    });
  });
}
