import { expect, test } from "vitest";
import { flowName } from "../../compiler/model/flow-name.ts";
import { worstOf, type Effect, effects } from "../../compiler/model/effect.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import { differencesOf, entryOf } from "../../compiler/plan/differences.ts";
import { outlineOf } from "../../compiler/plan/outline.ts";
import { planDocument } from "../../compiler/plan/plan-document.ts";
import type { Plan } from "../../compiler/plan/plan.ts";
import type { Side } from "../../compiler/plan/plan-request.ts";
import { unlike } from "../../compiler/plan/unlike.ts";
import { engines } from "../../targets/engines/index.ts";
import { analyzeText } from "../harness/analyze-text.ts";
import { planBetween, sideOfTopology } from "../harness/plan-of.ts";
import { plainManifest } from "../oracle/to-manifest.ts";
import { shuffledKeys } from "../same-bytes/shuffle.ts";
import { randomPairs, randomTopologies } from "./random-pairs.ts";

/** The long suite "random-plans" asks for ten times as many. */
const count = Number(process.env["PLAN_PAIRS"] ?? 24);

test(
  "a random mesh that is as it was applied takes nothing, and its plan the same bytes in any order of keys",
  { timeout: 240_000 },
  () => {
    const all = [...randomTopologies(Math.ceil(count / 2))];
    for (const [index, { seed, mesh, topology }] of all.entries()) {
      const text = plainManifest(mesh)["mesh.yaml"] ?? "";
      const other = analyzeText(shuffledKeys(text, seed + 1));
      if (!other.ok) throw new Error(`seed ${seed} is wrong in another order of keys`);
      const [side, turned] = [sideOfTopology(topology), sideOfTopology(other.value.topology)];
      expect({ seed, changes: planBetween(side, turned).changes }).toEqual({ seed, changes: [] });
      const next = all[(index + 1) % all.length];
      if (!next) continue;
      const after = sideOfTopology(next.topology);
      expect(bytesOf(planBetween(side, after))).toBe(bytesOf(planBetween(turned, after)));
      expect(bytesOf(planBetween(after, side))).toBe(bytesOf(planBetween(after, turned)));
      expect(bytesOf(planBetween(undefined, side))).toBe(bytesOf(planBetween(undefined, turned)));
    }
  },
);

function bytesOf(plan: Plan): string {
  return JSON.stringify([planDocument(plan), plan.waves]);
}

test(
  "what comes and goes between random pairs of meshes is told, nothing else is, and all that is done has its effect",
  { timeout: 240_000 },
  () => {
    const counts = { pairs: 0, files: 0, entries: 0 };
    for (const { seed, before, wanted } of randomPairs(count)) {
      const [was, is] = [sideOfTopology(before), sideOfTopology(wanted)];
      const plan = planBetween(was, is);
      const told = (action: string, kind: string) =>
        [
          ...new Set(
            plan.changes.flatMap((one) => (one.action === action && one.kind === kind ? one.name : [])),
          ),
        ].toSorted();
      for (const [kind, namesOf] of Object.entries(kinds)) {
        const [old, now] = [new Set(namesOf(before)), new Set(namesOf(wanted))];
        expect({ seed, kind, added: told("add", kind) }).toEqual({
          seed,
          kind,
          added: [...now].filter((name) => !old.has(name)).toSorted(),
        });
        expect({ seed, kind, gone: told("remove", kind) }).toEqual({
          seed,
          kind,
          gone: [...old].filter((name) => !now.has(name)).toSorted(),
        });
      }
      const worst = worstOf(plan.changes.map(({ effect }) => effect));
      expect({ seed, worst }).toEqual({ seed, worst: worstDone(was, is) });
      const done = new Set(changedBrokers(was, is));
      expect({ seed, done: [...new Set(plan.waves.flatMap(({ brokers }) => brokers))].toSorted() }).toEqual({
        seed,
        done: [...done].toSorted(),
      });
      const last = plan.waves.length === 0 ? Infinity : plan.waves.length;
      expect({ seed, beyond: plan.changes.filter(({ wave }) => wave > last) }).toEqual({ seed, beyond: [] });
      counts.pairs += 1;
      counts.files += plan.changes.filter(({ kind }) => kind === "file").length;
      counts.entries += plan.changes.length;
    }
    console.log(`plans: ${JSON.stringify(counts)}`);
    expect(counts.files).toBeLessThan(counts.entries / 50);
  },
);

/** Names of entries that have one name in the whole mesh. */
const kinds: Readonly<Record<string, (topology: Topology) => readonly string[]>> = {
  broker: ({ brokers }) => [...brokers.keys()],
  link: ({ links }) => links.map(({ name }) => name),
  domain: ({ mesh }) => [...mesh.domains.keys()],
  flow: ({ flows }) => flows.map(flowName),
};

/** The gravest of all that is done, as the engines say it, with nothing of how it is told of entries. */
function worstDone(was: Side, is: Side): Effect {
  const found: Effect[] = [];
  for (const workload of is.workloads) {
    const engine = engines.find(({ name }) => name === workload.engine);
    const old = was.workloads.filter(
      ({ broker, engine: name }) => broker === workload.broker && name === workload.engine,
    );
    const before = old.flatMap(({ instances }) => instances);
    for (const instance of workload.instances) {
      const from = was.workloads
        .flatMap((each) => each.instances.map((one) => ({ each, one })))
        .find(({ one }) => one.name === instance.name);
      if (!from) continue;
      const restart: Effect = from.each.instances.length > 1 ? "ROLLING RESTART" : "INTERRUPTS";
      const moves =
        from.each.environment !== workload.environment ||
        from.each.engine !== workload.engine ||
        from.each.version !== workload.version;
      if (moves) found.push(restart);
      for (const step of engine?.effectOf(from.one, instance, workload.version) ?? [])
        found.push(
          step.kind === "reconnect" || step.interrupts
            ? "INTERRUPTS"
            : step.kind === "reload"
              ? "RELOAD"
              : restart,
        );
    }
    if (
      before.some(
        ({ name, beside }) => beside === undefined && !workload.instances.some((one) => one.name === name),
      ) &&
      !workload.instances.some(({ beside }) => beside)
    )
      found.push("ROLLING RESTART");
  }
  found.push(...provisionEffects(was, is));
  return worstOf(found);
}

function provisionEffects(was: Side, is: Side): readonly Effect[] {
  const keyed = ({ workloads }: Side) =>
    new Map(
      workloads.flatMap((workload) =>
        workload.provisions.map(
          (one) => [`${workload.broker} ${one.within} ${one.name}`, { workload, one }] as const,
        ),
      ),
    );
  const [old, now] = [keyed(was), keyed(is)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((key) => {
    const [from, to] = [old.get(key), now.get(key)];
    if (JSON.stringify(from?.one.settings) === JSON.stringify(to?.one.settings)) return [];
    const name = (to ?? from)?.workload.engine;
    const beside = is.workloads.flatMap((each) => (each.engine === name ? each.provisions : []));
    const version =
      is.workloads.find(({ broker, engine }) => broker === (to ?? from)?.workload.broker && engine === name)
        ?.version ??
      from?.workload.version ??
      "";
    const said = engines
      .find((engine) => engine.name === name)
      ?.effectOfProvision?.(from?.one, to?.one, version, beside);
    return said && "effect" in said ? said.effect : [];
  });
}

/** Brokers of which instances or what is inside them differ in any byte. */
function changedBrokers(was: Side, is: Side): readonly string[] {
  const text = ({ workloads }: Side) => {
    const byBroker = new Map<string, string[]>();
    for (const { broker, environment, engine, version, instances, provisions } of workloads) {
      const inside = provisions.map(({ kind, name, within, settings }) => ({ kind, name, within, settings }));
      byBroker.set(broker, [
        ...(byBroker.get(broker) ?? []),
        JSON.stringify({ environment, engine, version, instances, inside }),
      ]);
    }
    return byBroker;
  };
  const [old, now] = [text(was), text(is)];
  return [...new Set([...old.keys(), ...now.keys()])].filter(
    (broker) => old.get(broker)?.toSorted().join() !== now.get(broker)?.toSorted().join(),
  );
}

test(
  "looking only into what is unlike finds all that looking into everything does",
  { timeout: 240_000 },
  () => {
    for (const { seed, before, wanted } of randomPairs(count)) {
      const only = unlike(before, wanted);
      const some = differencesOf(outlineOf(before, only), outlineOf(wanted, only));
      const all = differencesOf(outlineOf(before), outlineOf(wanted));
      const sorted = (differences: typeof all) =>
        differences.map((one) => JSON.stringify([entryOf(one), one])).toSorted();
      expect({ seed, found: sorted(some) }).toEqual({ seed, found: sorted(all) });
    }
  },
);

test("effects are ordered from the lightest to the gravest", () => {
  expect(effects).toEqual(["NONE", "RELOAD", "ROLLING RESTART", "INTERRUPTS", "DATA LOSS"]);
});
