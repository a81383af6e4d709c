import { expect, test } from "vitest";
import { holdManifest } from "../../compiler/hold-manifest.ts";
import type { Durable, Topology } from "../../compiler/model/topology.ts";
import { recompile } from "../../compiler/recompile.ts";
import { engines } from "../../targets/engines/index.ts";
import { today } from "../harness/analyze-text.ts";
import { type GivenUp, givenUp } from "./given-up.ts";

/** The long suite "random-plans" asks for ten times as many. */
const pairs = Number(process.env["HOLD_PAIRS"] ?? 30);
const options = { engines, today, mode: "deploy" } as const;
const nothing: ReadonlySet<string> = new Set();

function held({ before, wanted }: Pick<GivenUp, "before" | "wanted">, mayLose = nothing) {
  return holdManifest(wanted, [before], mayLose, options);
}

test("what is held on to is a manifest that has all that was kept and is not refused, and stays as it is", () => {
  const count = { pairs: 0, drains: 0, refused: 0, quiet: 0, allowed: 0 };
  const told = new Map<string, number>();
  for (const pair of givenUp(pairs)) {
    const { data, topology, drains, refused } = held(pair);
    const again = recompile(data, options);
    expect({
      seed: pair.seed,
      says: again.diagnostics.filter(({ severity }) => severity === "error"),
    }).toEqual({
      seed: pair.seed,
      says: [],
    });
    const missing = missingOf(pair.before.topology, topology);
    if (refused.length === 0) expect({ seed: pair.seed, missing }).toEqual({ seed: pair.seed, missing: [] });
    const next = held({ before: { ...pair.before, data, topology }, wanted: pair.wanted });
    if (refused.length === 0) {
      expect({ seed: pair.seed, data: next.data, refused: next.refused }).toEqual({
        seed: pair.seed,
        data,
        refused: [],
      });
      expect(next.drains).toEqual(drains.map((drain) => ({ ...drain, draining: true })));
    }
    const names = new Set([...refused, ...drains].map(({ name }) => name));
    const lost = held(pair, names);
    count.pairs += 1;
    count.drains += drains.length > 0 ? 1 : 0;
    count.refused += refused.length > 0 ? 1 : 0;
    count.quiet += drains.length + refused.length === 0 ? 1 : 0;
    count.allowed += lost.data === pair.wanted.data && lost.refused.length === 0 ? 1 : 0;
    for (const { why } of refused) {
      const words = why.replaceAll(/"[^"]*"/g, "…");
      told.set(words, (told.get(words) ?? 0) + 1);
    }
  }
  console.log(JSON.stringify({ ...count, told: Object.fromEntries(told) }, undefined, 1));
  expect(count.drains).toBeGreaterThan(pairs / 10);
  expect(count.allowed).toBeGreaterThan(pairs / 2);
}, 600_000);

test("a mesh that does not change is held on to as it is", () => {
  for (const { before } of givenUp(Math.ceil(pairs * 0.8))) {
    const { data, drains, refused } = held({ before, wanted: before });
    expect(data).toBe(before.data);
    expect({ drains, refused }).toEqual({ drains: [], refused: [] });
  }
}, 600_000);

/** Streams and what is read by durables of a mesh that another one does not have at the same place. */
function missingOf(before: Topology, after: Topology): readonly string[] {
  const streams = new Set(
    after.streams.flatMap(({ name, home, events }) =>
      events.map((e) => `${name} at ${home}: ${e.topic.join("/")}`),
    ),
  );
  const places = after.durables.flatMap(readOf);
  return [
    ...before.streams
      .flatMap(({ name, home, events }) => events.map((e) => `${name} at ${home}: ${e.topic.join("/")}`))
      .filter((one) => !streams.has(one)),
    ...before.durables
      .flatMap(readOf)
      .filter((one) => !places.some((now) => now === one || now.startsWith(`${one}|`))),
  ];
}

function readOf({ stream, name, events }: Durable): readonly string[] {
  return events.map((event) => `${stream}/${name.split("__")[0]} ${event.topic.join("/")}`);
}
