import { expect, test } from "vitest";
import { load } from "../../compiler/load/load.ts";
import type { Documents } from "../../compiler/model/documents.ts";
import { validate } from "../../compiler/validate/validate.ts";
import { memoryReader } from "../harness/memory-reader.ts";

const count = 10_000;

function manifest(broker: string): string {
  const names = Array.from({ length: count }, (_, index) => index);
  return [
    "apiVersion: meshc/v1\nmesh: { name: big }\nteams: { t: {} }\nenvironments: { e: { platform: local } }",
    "domains: { d: { owner: t, topic: d, events: { e: { topic: '{x}/e' } } } }",
    "brokers:",
    ...names.map((n) => `  b${n}: { environment: e, ${broker}, role: edge, listeners: { nats: 4222 } }`),
    "applications:",
    ...names.map((n) => `  a${n}: { team: t, broker: b${n}, publish: [d.e], subscribe: [d.e, 'd/>'] }`),
    "",
  ].join("\n");
}

function loaded(text: string): Documents {
  const result = load("mesh.yaml", memoryReader({ "mesh.yaml": text }), { overlays: [] });
  if (!result.ok) throw new Error(result.diagnostics[0]?.message);
  return result.value;
}

/**
 * The best of nine of each of two works in turns, in milliseconds: what else the machine does only ever adds, and does
 * it to both.
 */
function timesOf(one: () => unknown, other: () => unknown): readonly [number, number] {
  const timed = (work: () => unknown) => {
    const start = performance.now();
    work();
    return performance.now() - start;
  };
  const pairs = Array.from({ length: 9 }, () => [timed(one), timed(other)] as const);
  return [Math.min(...pairs.map(([time]) => time)), Math.min(...pairs.map(([, time]) => time))];
}

test("to validate 10,000 brokers and applications takes less than to read them", () => {
  const text = manifest("engine: nats");
  const documents = loaded(text);
  expect(validate(documents).diagnostics).toEqual([]);
  const [reading, validating] = timesOf(
    () => loaded(text),
    () => validate(documents),
  );
  expect(validating).toBeLessThan(reading);
});

test("10,000 faults are reported one by one, in not much more than ten times what 1,000 take", () => {
  const many = loaded(manifest("engine: natz"));
  const few = loaded(manifest("engine: nats").replaceAll(/(b\d?\d?\d: .*)engine: nats/g, "$1engine: natz"));
  expect([validate(many).diagnostics.length, validate(few).diagnostics.length]).toEqual([count, count / 10]);
  const [long, short] = timesOf(
    () => validate(many),
    () => validate(few),
  );
  expect(long).toBeLessThan(25 * short);
});
