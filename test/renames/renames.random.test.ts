import { expect, test } from "vitest";
import { compile } from "../../compiler/compile.ts";
import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import type { Plan } from "../../compiler/plan/plan.ts";
import { engines } from "../../targets/engines/index.ts";
import { platforms } from "../../targets/platforms/index.ts";
import { analyzeText, today } from "../harness/analyze-text.ts";
import { randomMesh } from "../oracle/random-mesh.ts";
import { plainManifest } from "../oracle/to-manifest.ts";
import { planned, recordedAs } from "../plan/recorded-as.ts";
import { renameAll } from "./rename-all.ts";

const meshes = Number(process.env["RENAMED_MESHES"] ?? 24);

const manifestOf = (seed: number): Readonly<Record<string, unknown>> =>
  JSON.parse(plainManifest(randomMesh(seed))["mesh.yaml"] ?? "{}");

const analysisOf = (manifest: object) => analyzeText(JSON.stringify(manifest), { today });

/** Artifacts of a manifest, and what is wrong with it. */
function outcomeOf(manifest: object) {
  const result = analysisOf(manifest);
  const compiled = result.ok ? compile(result.value, engines, platforms, []) : result;
  const diagnostics = [...result.diagnostics, ...compiled.diagnostics];
  return { artifacts: compiled.ok ? compiled.value.artifacts : undefined, diagnostics };
}

const codesOf = (all: readonly Diagnostic[]) => [...new Set(all.map(({ code }) => code))].toSorted();

/** Sentences with names of entries in quotes that none has any more; streams keep the names of their domains. */
function formerIn(texts: readonly string[], manifest: Readonly<Record<string, unknown>>): readonly string[] {
  const said = ["teams", "brokers", "domains", "applications", "links", "policies"].flatMap((section) =>
    Object.keys((manifest[section] ?? {}) as object).flatMap((name) =>
      section === "domains" ? [`"${name}.`] : [`"${name}"`, `"${name}.`],
    ),
  );
  return texts.filter((text) => said.some((word) => text.includes(word)));
}

test("random meshes whose every entry is renamed give the same bytes", { timeout: 240_000 }, () => {
  let compared = 0;
  for (let seed = 0; seed < meshes; seed++) {
    const manifest = manifestOf(seed);
    const [before, after] = [outcomeOf(manifest), outcomeOf(renameAll(manifest))];
    if (before.artifacts) compared += 1;
    expect([seed, after.artifacts]).toEqual([seed, before.artifacts]);
    expect([seed, codesOf(after.diagnostics)]).toEqual([seed, codesOf(before.diagnostics)]);
    const messages = after.diagnostics.map(({ message }) => message);
    expect([seed, formerIn(messages, manifest)]).toEqual([seed, []]);
  }
  expect(compared).toBeGreaterThan(meshes / 8);
});

/** What a plan does beside renaming, without names. What carries links is recorded here without its version. */
function toldBy({ changes }: Plan): readonly string[] {
  return changes
    .filter(({ action }) => action !== "rename")
    .map(({ environment, kind, action, effect, basis, wave, flows, applications }) =>
      [environment, kind, action, effect, basis, wave, flows.length, applications.length].join(" "),
    )
    .toSorted();
}

test(
  "the plan of a random mesh whose every entry is renamed renames and does nothing",
  { timeout: 240_000 },
  () => {
    let compared = 0;
    for (let seed = 0; seed < meshes; seed++) {
      const manifest = manifestOf(seed);
      const [before, after] = [analysisOf(manifest), analysisOf(renameAll(manifest))];
      if (!before.ok || !after.ok) continue;
      compared += 1;
      const recorded = recordedAs(before.value, before.value.data);
      const nothing = toldBy(planned(before.value, recorded).plan);
      const { plan, held } = planned(after.value, recorded);
      const effects = new Set(
        plan.changes.flatMap(({ action, effect }) => (action === "rename" ? effect : [])),
      );
      expect([seed, [...effects], toldBy(plan), plan.refused]).toEqual([seed, ["NONE"], nothing, []]);
      const again = planned(after.value, recordedAs(after.value, held)).plan;
      expect([seed, again.changes.length, again.refused]).toEqual([seed, nothing.length, []]);
      const back = planned(before.value, recordedAs(after.value, held)).plan;
      expect([seed, back.changes.length, back.refused]).toEqual([seed, plan.changes.length, []]);
    }
    expect(compared).toBeGreaterThan(meshes / 8);
  },
);

test("what changes beside renames is planned as without them, in new names", { timeout: 240_000 }, () => {
  let compared = 0;
  for (let seed = 0; seed < meshes; seed++) {
    const [manifest, wanted] = [manifestOf(seed), changed(manifestOf(seed), seed)];
    const [before, plain, renamed] = [manifest, wanted, renameAll(wanted)].map(analysisOf);
    if (!before?.ok || !plain?.ok || !renamed?.ok) continue;
    compared += 1;
    const recorded = recordedAs(before.value, before.value.data);
    const [expected, plan] = [planned(plain.value, recorded).plan, planned(renamed.value, recorded).plan];
    expect([seed, toldBy(plan)]).toEqual([seed, toldBy(expected)]);
    expect([seed, plan.refused.length]).toEqual([seed, expected.refused.length]);
    expect([seed, plan.waves.map(({ title }) => title)]).toEqual([
      seed,
      expected.waves.map(({ title }) => title),
    ]);
    const texts = [...plan.refused.map(({ why }) => why), ...plan.meanwhile.map(({ what }) => what)];
    expect([seed, formerIn(texts, wanted)]).toEqual([seed, []]);
  }
  expect(compared).toBeGreaterThan(meshes / 8);
});

/** One entry less, as often as not of brokers. */
function changed(manifest: Readonly<Record<string, unknown>>, seed: number) {
  const section = ["applications", "domains", "brokers", "links"][seed % 4] ?? "";
  const entries = Object.entries((manifest[section] ?? {}) as object);
  return { ...manifest, [section]: Object.fromEntries(entries.slice(0, -1)) };
}
