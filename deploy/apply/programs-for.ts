import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { hasErrors, type Result } from "../../compiler/diagnostics/result.ts";
import type { Workload } from "../../compiler/model/workload.ts";
import { diagnose, success } from "../diagnose.ts";
import type { Host } from "../host/host.ts";
import type { InstanceRecord } from "../state/documents.ts";
import type { EngineSupport } from "../up/engine-support.ts";
import { findAllPrograms, placesOf, type Program, programAt, variableOf } from "../up/find-program.ts";
import type { ProgramOf } from "../up/program-of.ts";
import { programOfVersionMissing } from "./codes.ts";

type Recorded = NonNullable<InstanceRecord["program"]>;

/**
 * The programs that workloads are started with: of exactly the minor version that each is compiled for. What an instance
 * runs already stays where it is of that version and still there, so that another one on this machine changes nothing.
 */
export async function programsFor(
  host: Host,
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
  const programOf: ProgramOf = (engine, version, own) => {
    const before = own && standing.get(keyOf(own));
    return before?.minor === version ? before : found.get(engine)?.find(({ minor }) => minor === version);
  };
  const diagnostics = missing(host, workloads, engines, found, (workload) => {
    const { broker, engine, version } = workload;
    const own = recorded.find((one) => one.broker === broker && one.engine === engine)?.program;
    return programOf(engine, version, own) !== undefined;
  });
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

function missing(
  host: Host,
  workloads: readonly Workload[],
  engines: ReadonlyMap<string, EngineSupport>,
  found: ReadonlyMap<string, readonly Program[]>,
  isThere: (workload: Workload) => boolean,
): readonly Diagnostic[] {
  const brokers = new Map<string, Workload[]>();
  for (const workload of workloads.filter((one) => !isThere(one))) {
    const key = `${workload.engine} ${workload.version}`;
    brokers.set(key, [...(brokers.get(key) ?? []), workload]);
  }
  return [...brokers.values()].flatMap((those) => {
    const [{ engine, version } = { engine: "", version: "" }] = those;
    const support = engines.get(engine);
    if (!support) return [];
    const programs = found.get(engine) ?? [];
    const newest = support.engine.versions.findLast((minor) => programs.some((one) => one.minor === minor));
    return diagnose(programOfVersionMissing, {
      program: support.live.program,
      version,
      brokers: those.map(({ broker }) => `"${broker}"`),
      found: programs.map((program) => `${program.version} at ${program.path}`),
      searched: placesOf(host, support),
      install: support.live.install,
      variable: variableOf(support),
      ...(newest !== undefined && { here: newest }),
    });
  });
}
