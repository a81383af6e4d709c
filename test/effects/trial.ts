import type { Json } from "../../compiler/model/json.ts";
import { type Base, bases } from "./bases.ts";
import { mergePatch } from "./merge-patch.ts";
import { type EffectRow, effectOn } from "./row.ts";
import { type RunGround, startGround } from "./run-ground.ts";
import { tryChange } from "./try-change.ts";
import { failed, type Outcome, type Verdict } from "./verdict.ts";

/** How a base is changed, row by row, on one version. */
export interface Run {
  readonly base: string;
  readonly instances: 1 | 3;
  /** Minor version of the rows' engine. */
  readonly version: string;
  /** Patch version of nats-server that runs. */
  readonly server: string;
  readonly rows: readonly EffectRow[];
}

/**
 * Starts a base for real, and for each row makes its change and takes it back, both under traffic. After a change that
 * went wrong the base is started anew. `tell` is told of each as it is known.
 */
export async function runTrials(
  run: Run,
  tell: (verdict: Verdict) => void = () => undefined,
): Promise<readonly Verdict[]> {
  const base = bases[run.base];
  if (!base) throw new Error(`no base ${run.base}`);
  const verdicts: Verdict[] = [];
  let ground: RunGround | undefined;
  try {
    for (const row of run.rows) {
      ground ??= await startGround(base.manifest(run.instances), run.server);
      const tried = await tryRow(ground, base, run, row);
      verdicts.push(...tried);
      tried.forEach(tell);
      if (tried.every(({ ok }) => ok)) continue;
      await ground.end();
      ground = undefined;
    }
  } finally {
    await ground?.end();
  }
  return verdicts;
}

async function tryRow(ground: RunGround, base: Base, run: Run, row: EffectRow): Promise<readonly Verdict[]> {
  const from = base.manifest(run.instances);
  const to = mergePatch(from, row.patch ?? {});
  const there = await tryWay(ground, base, run, row, { way: "there", from, to });
  if (!there.ok) return [there];
  if (expectedOf(run, row)?.back !== undefined)
    return [there, await tryWay(ground, base, run, row, { way: "back", from: to, to: from })];
  const errors = await ground.restore(from);
  return errors.length === 0 ? [there] : [{ ...there, marks: errors, ok: false }];
}

function expectedOf({ instances }: Run, { one, three }: EffectRow) {
  return instances === 1 ? one : three;
}

interface Way {
  readonly way: "there" | "back";
  readonly from: Json;
  readonly to: Json;
}

async function tryWay(
  ground: RunGround,
  { watches }: Base,
  run: Run,
  row: EffectRow,
  { way, from, to }: Way,
): Promise<Verdict> {
  const { instances, version, server } = run;
  const ways = expectedOf(run, row);
  if (!ways) throw new Error(`nothing is expected of ${row.what} where there are ${instances} instances`);
  const expected = effectOn(ways[way] ?? ways.there, version);
  const isThere = way === "there";
  const tls = isThere && row.tls === true;
  const program = (isThere && row.program) || server;
  const outcome: Outcome = await tryChange(ground, { row, from, to, tls, program, watches }).catch(
    (error: unknown) => failed([error instanceof Error ? error.message : String(error)]),
  );
  const { engine, what } = row;
  const ok = outcome.said === expected && outcome.observed === expected;
  return { engine, version, what, way, instances, expected, ...outcome, ok };
}
