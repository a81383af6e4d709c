import { cpSync } from "node:fs";
import { basename, join } from "node:path";
import type { Diagnostic } from "../../../../compiler/diagnostics/diagnostic.ts";
import type { Topology } from "../../../../compiler/model/topology.ts";
import { waves } from "../../../../compiler/model/waves.ts";
import { mixed } from "../../../../compiler/plan/mixed.ts";
import type { ApplyEvent, ApplyReport } from "../../../../deploy/apply/apply-options.ts";
import type { RecordedPlan } from "../../../../deploy/plan/recorded-plan.ts";
import { verify } from "../../../../deploy/verify/verify.ts";
import { type AppliedMesh, appliedMesh, changesOf, told } from "../applied-mesh.ts";
import { leaveWaiting, readAll } from "./hands.ts";
import { inForce } from "./in-force.ts";
import { type Judged, judgeInterim, type Ends } from "./judge-interim.ts";
import { asSpoken } from "./as-spoken.ts";
import { namedByPlan, nothingNamed } from "./named-by-plan.ts";
import type { RandomPair } from "./random-pair.ts";

/** What became of a pair. */
export interface PairOutcome {
  readonly seed: number;
  readonly edits: readonly string[];
  readonly verdict: "green" | "refused" | "red";
  /** What the plan would not do at first, or what went wrong. */
  readonly why: readonly string[];
  /** Names whose loss was allowed. */
  readonly allowed: readonly string[];
  /** Events that waited when the second mesh was applied. */
  readonly waiting: number;
  readonly waves: readonly (Omit<Judged, "wrong"> & { readonly wave: number })[];
  readonly seconds: number;
}

interface Course {
  readonly pair: RandomPair;
  readonly why: string[];
  readonly allowed: Set<string>;
  readonly waves: (Omit<Judged, "wrong"> & { readonly wave: number })[];
  /** What is otherwise than it says. */
  readonly wrong: string[];
  waiting: number;
}

/** Thrown where a pair goes no further, since the plan refuses it and nothing can be allowed. */
class Refused extends Error {}

/** Applies the first mesh of a pair, then the second one, and compares that with a fresh one. Nothing of it runs afterwards. */
export async function tryPair(pair: RandomPair): Promise<PairOutcome> {
  const begun = performance.now();
  const course: Course = { pair, why: [], allowed: new Set(), waves: [], wrong: [], waiting: 0 };
  let isRefused = false;
  try {
    const mesh = await appliedMesh({ manifest: pair.before });
    const reached = await ending(mesh, () => reach(mesh, course));
    const fresh = await appliedMesh({ manifest: pair.wanted }, mesh.ports);
    const wanted = await ending(fresh, async () => {
      await applied(fresh, course, "a fresh mesh");
      return inForce(fresh);
    });
    course.wrong.push(...differences(reached, wanted));
  } catch (error) {
    isRefused = error instanceof Refused;
    if (!isRefused) course.wrong.push(String(error instanceof Error ? error.stack : error));
  }
  const { wrong, allowed, waves, waiting } = course;
  return {
    seed: pair.seed,
    edits: pair.edits,
    verdict: wrong.length > 0 ? "red" : isRefused ? "refused" : "green",
    why: [...course.why, ...wrong],
    allowed: [...allowed],
    waiting,
    waves,
    seconds: Math.round((performance.now() - begun) / 1000),
  };
}

async function ending<T>(mesh: AppliedMesh, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    const keep = process.env["RANDOM_PAIRS_KEEP"];
    if (keep !== undefined) cpSync(mesh.folder, join(keep, basename(mesh.folder)), { recursive: true });
    await mesh.stop();
  }
}

/** Brings the second mesh about from the first one, and tells what is in force then. */
async function reach(mesh: AppliedMesh, course: Course): Promise<readonly string[]> {
  await applied(mesh, course, "the first mesh");
  course.wrong.push(...(await wrongOf(mesh, "the first mesh")));
  if (course.pair.seed % 2 === 0) course.waiting = await leaveWaiting(await mesh.running());
  for (const listener of course.pair.moved) mesh.ports.delete(listener);
  mesh.write(course.pair.wanted);
  await drained(mesh, await changeOver(mesh, course), course);
  course.wrong.push(...(await wrongOf(mesh, "the second mesh")));
  return inForce(mesh);
}

async function applied(mesh: AppliedMesh, course: Course, what: string): Promise<ApplyReport> {
  const mayLose = [...course.allowed];
  const { result } = await mesh.apply({ mayLose });
  if (!result.ok || result.value.stoppedAt !== undefined)
    throw new Error(`${what} is not applied: ${told(result.diagnostics, "error").join("\n")}`);
  return result.value;
}

async function wrongOf(mesh: AppliedMesh, what: string): Promise<readonly string[]> {
  const { topology } = await mesh.running();
  const ends = { before: topology, after: topology, made: topology, named: nothingNamed };
  const judged = await judgedNow(mesh, topology, ends);
  return judged.wrong.map((each) => `${what}: ${each}`);
}

/** Verifies a mesh; once more a little later, where something is wrong, as links may just have been cut. */
async function judgedNow(mesh: AppliedMesh, topology: Topology, ends: Ends): Promise<Judged> {
  const ground = { ...(await mesh.running()), topology };
  const look = async () => judgeInterim(await verify(ground, { rights: false }), topology, ends);
  const first = await look();
  if (first.wrong.length === 0) return first;
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  return look();
}

/** Applies the second mesh and looks at each mesh on the way, allowing what is refused as long as it can be allowed by name. */
async function changeOver(mesh: AppliedMesh, course: Course): Promise<ApplyReport> {
  for (;;) {
    const planned = await mesh.plan({ mayLose: [...course.allowed] });
    const { result } = await mesh.apply({ planned, ...watching(mesh, course, planned) });
    const errors = result.diagnostics.filter(({ severity }) => severity === "error");
    if (result.ok && result.value.stoppedAt === undefined) {
      const silent = result.value.touched > 0 && planned.plan.changes.length === 0;
      if (silent) course.wrong.push("something is touched and the plan says nothing");
      return result.value;
    }
    if (result.ok)
      throw new Error(`stopped at ${result.value.stoppedAt}: ${told(errors, "error").join("\n")}`);
    allow(course, planned, errors);
  }
}

/** Allows what is refused by name; what is refused must be an entry of one of both meshes. */
function allow({ why, allowed, wrong }: Course, planned: RecordedPlan, errors: readonly Diagnostic[]): void {
  why.push(...told(errors, "error"));
  const { plan, topologies } = planned;
  const meshes = [topologies.before, topologies.held].flatMap((each) => each?.mesh ?? []);
  const known = new Set(
    meshes.flatMap((each) => [
      ...[each.brokers, each.domains, each.applications].flatMap((all) => [...all.keys()]),
      ...[...each.brokers.values()].flatMap(({ instances }) => instances.map(({ name }) => name)),
    ]),
  );
  const names = [
    ...plan.refused.map(({ name }) => name),
    ...errors.flatMap(({ help }) => /--allow-data-loss=([^\s`]+)/.exec(help ?? "")?.[1] ?? []),
  ];
  for (const name of names.filter((each) => !known.has(each)))
    wrong.push(`what is refused is nothing: ${name}`);
  const before = allowed.size;
  for (const name of names) allowed.add(name);
  if (allowed.size === before) throw new Refused();
}

/** Looks at the mesh after each wave in which something is done, and that nothing is done but what the plan says. */
function watching(mesh: AppliedMesh, course: Course, { plan, topologies }: RecordedPlan) {
  const { before, expanded, held } = topologies;
  const order = [...(before ? [before] : []), expanded, held];
  const names = new Set(order.flatMap(({ brokers }) => [...brokers.keys()]));
  const last = waves(expanded).length;
  let touched = new Set<string>();
  const progress = (event: ApplyEvent): void => {
    if (event.kind === "instance" && event.to !== "healthy") touched.add(event.instance.replace(/-\d+$/, ""));
  };
  const afterWave = async (wave: number, of: (broker: string) => Topology | undefined): Promise<void> => {
    const said = new Set(plan.waves[wave - 1]?.brokers);
    const silent = [...touched].filter((broker) => names.has(broker) && !said.has(broker));
    if (silent.length > 0 && wave <= last)
      course.wrong.push(`wave ${wave} touches ${silent.join(", ")}, of which the plan does not say so`);
    if (said.size === 0 && touched.size === 0) return;
    touched = new Set();
    const made = wave <= last && before ? before : held;
    const named = namedByPlan(plan, wave, before ?? held, held);
    const ends = { before: before ?? held, after: held, made, named };
    const now = mixed(of, names, order);
    const { wrong, ...judged } = await judgedNow(mesh, asSpoken(now, of), ends);
    course.waves.push({ wave, ...judged });
    course.wrong.push(...wrong.map((each) => `after wave ${wave} of ${last + 1}: ${each}`));
  };
  return {
    progress,
    afterWave: (wave: number, of: (broker: string) => Topology | undefined) =>
      afterWave(wave, of).catch(
        (error: unknown) => void course.wrong.push(`after wave ${wave}: ${String(error)}`),
      ),
  };
}

/** Applies again until nothing is held on to, reading what waits; nothing is left to plan then. */
async function drained(mesh: AppliedMesh, report: ApplyReport, course: Course): Promise<void> {
  let { held } = report;
  for (let round = 0; held.length > 0 && round < 4; round++) {
    const planned = await mesh.plan({ mayLose: [...course.allowed] });
    await readAll(await mesh.running(), planned.topologies.held);
    ({ held } = await applied(mesh, course, "what is drained"));
  }
  for (const { name, why } of held) course.wrong.push(`${name} is held on to for ever: ${why.join(", ")}`);
  const rest = changesOf(await mesh.plan({ mayLose: [...course.allowed] }));
  for (const each of rest) course.wrong.push(`left to plan: ${each}`);
}

function differences(reached: readonly string[], wanted: readonly string[]): readonly string[] {
  const [is, should] = [new Set(reached), new Set(wanted)];
  return [
    ...reached.filter((line) => !should.has(line)).map((line) => `differs from a fresh mesh: + ${line}`),
    ...wanted.filter((line) => !is.has(line)).map((line) => `differs from a fresh mesh: - ${line}`),
  ];
}
