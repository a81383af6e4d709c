import { expect, test } from "vitest";
import { load } from "../../compiler/load/load.ts";
import type { Documents } from "../../compiler/model/documents.ts";
import { validate } from "../../compiler/validate/validate.ts";

const count = 10_000;

function manifest(broker: string): Documents {
  const names = Array.from({ length: count }, (_, index) => index);
  const text = [
    "apiVersion: meshc/v1\nmesh: { name: big }\nteams: { t: {} }\nenvironments: { e: { platform: local } }",
    "domains: { d: { owner: t, topic: d, events: { e: { topic: '{x}/e' } } } }",
    "brokers:",
    ...names.map((n) => `  b${n}: { environment: e, ${broker}, role: edge, listeners: { nats: 4222 } }`),
    "applications:",
    ...names.map((n) => `  a${n}: { team: t, broker: b${n}, publish: [d.e], subscribe: [d.e, 'd/>'] }`),
    "",
  ].join("\n");
  const read = () => ({ kind: "ok", bytes: new TextEncoder().encode(text) }) as const;
  const loaded = load(
    "mesh.yaml",
    { read, readNamed: read, nameOf: (path) => path, list: () => [] },
    { overlays: [] },
  );
  if (!loaded.ok) throw new Error(loaded.diagnostics[0]?.message);
  return loaded.value;
}

test("10,000 brokers and applications take well under a second", () => {
  const documents = manifest("engine: nats");
  const start = performance.now();
  const { ok } = validate(documents);
  expect([ok, performance.now() - start < 1_000]).toEqual([true, true]);
});

test("10,000 faults are all reported, in seconds", () => {
  const documents = manifest("engine: natz");
  const start = performance.now();
  const { diagnostics } = validate(documents);
  expect([diagnostics.length, performance.now() - start < 5_000]).toEqual([count, true]);
});
