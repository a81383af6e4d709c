import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { MapEntry, Node } from "../../compiler/model/documents.ts";
import type { Json } from "../../compiler/model/json.ts";
import { validate } from "../../compiler/validate/validate.ts";

const file = { name: "mesh.yaml", text: "x" };
const span = { file, start: 0, end: 1 };

/** Nodes of plain data, all at one place. */
function nodeOf(value: Json): Node {
  if (typeof value !== "object" || value === null) return { kind: "scalar", value, span };
  if (Array.isArray(value)) return { kind: "list", items: value.map(nodeOf), span };
  const entries = Object.entries(value).map(([key, inner]): [string, MapEntry] => [
    key,
    { key: span, value: nodeOf(inner) },
  ]);
  return { kind: "map", entries: new Map(entries), span };
}

const sample: Json = {
  apiVersion: "meshc/v1",
  mesh: { name: "m" },
  state: { store: "file:x", secrets: { age: ["age1x"] } },
  teams: { t: { contact: "x", labels: { a: "b" } } },
  environments: {
    e: {
      platform: "hosts",
      hosts: { h: { address: "a", ssh: { port: 1 } } },
      machines: { m: { type: "a", disk: "1Gi" } },
      kubernetes: { tolerations: [{ key: "a", effect: "NoExecute" }], nodeSelector: { a: "b" } },
    },
  },
  brokers: {
    b: {
      environment: "e",
      engine: "nats",
      uplink: ["c"],
      listeners: { nats: 1, mqtt: { port: 1, external: { port: 1 } } },
      tls: {
        mode: "off",
        certificates: { cert: { ref: "env:A" }, key: { ref: "env:A" }, ca: { ref: "env:A" } },
      },
      settings: { a: [1, { b: null }] },
      endpoints: { nats: "nats://a" },
      runtime: { binary: { url: "https://x", sha256: "a" } },
    },
  },
  domains: {
    d: { owner: "t", topic: "a/b", share: { publish: ["t"] }, events: { e: { split: ["a"], schema: {} } } },
  },
  applications: { a: { team: "t", broker: "b", subscribe: ["d.e", { event: "d.*", where: { a: ["b"] } }] } },
  links: { l: { between: ["a", "b"], cost: 1 } },
  policies: {
    p: { forbid: { classification: "a", residency: "b", action: ["carry"] }, except: [{ why: "x" }] },
  },
};

const strange = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<Json>(
    "toString",
    "__proto__",
    {},
    [],
    null,
    -1,
    1e300,
    "a".repeat(5_000),
    "\u2028",
    "$(x)",
  ),
);
const strangeKey = fc.oneof(
  fc.string(),
  fc.constantFrom("constructor", "toString", "__proto__", "~1", "a/b", ""),
);

/** The sample with one value replaced, or one key added, at a place that `turns` choose. */
function changed(value: Json, turns: readonly number[], key: string | undefined, put: Json): Json {
  const [turn, ...rest] = turns;
  if (turn === undefined || typeof value !== "object" || value === null) return put;
  if (Array.isArray(value)) {
    const at = turn % Math.max(1, value.length);
    return value.length === 0
      ? [put]
      : value.map((item: Json, index) => (index === at ? changed(item, rest, key, put) : item));
  }
  const entries = Object.entries(value);
  if (key !== undefined && rest.length === 0) return Object.fromEntries([...entries, [key, put]]);
  const at = turn % Math.max(1, entries.length);
  if (entries.length === 0) return { [key ?? "x"]: put };
  return Object.fromEntries(
    entries.map(([name, inner], index) => [name, index === at ? changed(inner, rest, key, put) : inner]),
  );
}

test("whatever the data, validation ends with places and words for all that is wrong", () => {
  const change = fc.tuple(
    fc.array(fc.nat(20), { maxLength: 7 }),
    fc.option(strangeKey, { nil: undefined }),
    strange,
  );
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
      const data = changes.reduce<Json>(
        (now, [turns, key, put]) => changed(now, turns, key, put as Json),
        sample,
      );
      const root = nodeOf(data) as Node & { kind: "map" };
      const { ok, diagnostics } = validate({ root, workedIn: [root], files: [file] });
      expect(ok).toBe(diagnostics.length === 0);
      for (const { at, message, help } of diagnostics) {
        expect(at).toBeDefined();
        expect(`${message} ${help}`).not.toMatch(/undefined|\[object|must be ,|must be $/);
        expect(help).not.toBe("");
      }
    }),
    { numRuns: 3_000, seed: 1 },
  );
});
