import { expect, test } from "vitest";
import { createCensus, rules } from "./census.ts";
import { decide } from "./decide.ts";
import { randomMesh } from "./random-mesh.ts";
import { plainManifest, variedManifest } from "./to-manifest.ts";

/** The long suite "oracle" asks for more, among which shares are nearer to what they are among all. */
const meshes = Number(process.env["ORACLE_STATISTICS"] ?? 2_000);
const isLarge = meshes >= 10_000;

/** What right meshes have to have in them, each now and then. */
const features = `
  publish event, publish event where, publish domain, publish domain where, publish pattern, publish pattern where,
  subscribe event, subscribe event where, subscribe domain, subscribe domain where, subscribe pattern,
  subscribe pattern where, group, hub, default uplink, uplink, uplinks, edge below edge, edge below edge below edge,
  via nothing, via gateway, via leafnode, via none, via leafnode of a named uplink, via nothing of a named uplink,
  cost, link domains, maxHops, forbid, scope, except, policy that warns, domain residency, event residency,
  domain classification, event classification, domain share all, domain share list, domain share map,
  domain share private, event share all, event share list, event share map, event share private,
  domain delivery, event delivery, domain retention, event retention, domain home, event home, storage, durable,
  storage at an edge, replicas, maxDeliver, backoff, deadLetter, event order, event duplicates, instances,
  domain offline, event offline, protocol mqtt, broker any over mqtt, brokers of two engines, via bridge,
  mosquitto below the nearest hub, mosquitto below hub, mosquitto below edge of nats,
  mosquitto below edge of mosquitto, mosquitto with several uplinks, via connect, via connect of a named uplink,
  several brokers, broker any`
  .split(",")
  .map((feature) => feature.replaceAll(/\s+/g, " ").trim());

test("a seed always gives the same mesh and the same manifest", () => {
  for (const seed of [0, 1, 77, 2 ** 31]) {
    expect(randomMesh(seed)).toEqual(randomMesh(seed));
    expect(variedManifest(randomMesh(seed), seed)).toEqual(variedManifest(randomMesh(seed), seed));
  }
});

test("manifests are written in many ways", () => {
  const texts = Array.from({ length: 100 }, (_, seed) => variedManifest(randomMesh(seed), seed));
  const holding = (word: string) => texts.filter((files) => JSON.stringify(files).includes(word)).length;
  expect(holding("defaults")).toBeGreaterThan(30);
  expect(holding("$(row)")).toBeGreaterThan(30);
  expect(holding("parts/")).toBeGreaterThan(30);
  expect(holding("overlay.yaml")).toBeGreaterThan(15);
  expect(holding("rows/")).toBeGreaterThan(5);
  expect(Object.keys(plainManifest(randomMesh(0)))).toEqual(["mesh.yaml"]);
});

test("random meshes break every rule often enough, and are right often enough", { timeout: 240_000 }, () => {
  const { count, share, told } = createCensus();
  for (let seed = 0; seed < meshes; seed++) {
    const mesh = randomMesh(seed);
    count(mesh, decide(mesh));
  }
  console.log(`${meshes} random meshes: ${JSON.stringify(told())}`);
  expect(share("right")).toBeGreaterThan(isLarge ? 0.3 : 0.27);
  for (const feature of features)
    expect([feature, share(`right with ${feature}`) > (isLarge ? 0.002 : 0)]).toEqual([feature, true]);
  for (const rule of Object.keys(rules))
    expect([rule, share(rule) >= (isLarge ? 0.05 : 0.04)]).toEqual([rule, true]);
});
