import { expect, test } from "vitest";
import type { Provision } from "../../compiler/model/workload.ts";
import type { RecordedMesh } from "../../compiler/recorded-mesh.ts";
import { planned, recordedAs } from "./recorded-as.ts";
import { analysisOf, type Entries, shop, shopWith } from "./shop.ts";

const made = (kind: string, name: string, within?: string): Provision => ({
  kind,
  name,
  settings: {},
  stage: 0,
  ...(within !== undefined && { within }),
});

/** What is recorded of a shop, in one broker of which an earlier run left something. */
function recordedWith(broker: string, left: readonly Provision[]): RecordedMesh {
  const before = analysisOf(shop);
  const { environments } = recordedAs(before, before.data);
  const withLeft = [...environments].map(([name, { manifest, instances }]) => {
    const own = instances.map((one) => (one.broker === broker ? { ...one, left } : one));
    return [name, { manifest, instances: own }] as const;
  });
  return { environments: new Map(withLeft) };
}

const left = [made("stream", "returns"), made("consumer", "desk", "returns")];
const what = 'stream "returns", consumer "desk" of "returns"';
const withoutLine = shopWith({ brokers: { line: null } });

const brokerReasons = (wanted: Entries, recorded: RecordedMesh, mayLose: readonly string[] = []) =>
  planned(analysisOf(wanted), recorded, { mayLose }).plan.changes.flatMap(({ kind, name, reason, effect }) =>
    kind === "broker" ? [`${name} ${effect}: ${reason}`] : [],
  );

test("what earlier runs left in a broker that leaves is told with it, and counts as no loss", () => {
  const told = brokerReasons(withoutLine, recordedWith("line", left)).filter((one) =>
    one.includes("left there"),
  );
  expect(told).toHaveLength(1);
  expect(told[0]).toMatch(/^line NONE: /);
  expect(told[0]).toContain(`; what was left there goes too, unless there are events in it: ${what}`);
});

test("what may be lost with its broker goes whatever is in it", () => {
  const told = brokerReasons(withoutLine, recordedWith("line", left), ["line"]).join();
  expect(told).toContain(`; what was left there goes too: ${what}`);
});

test("what was left in a broker that goes on to store, or is left in another one, is not told", () => {
  const { line } = shop["brokers"] ?? {};
  const larger = shopWith({ brokers: { line: { ...line, storage: "2Gi" } } });
  expect(brokerReasons(larger, recordedWith("line", left)).join()).not.toContain("left there");
  expect(brokerReasons(withoutLine, recordedWith("ha", left)).join()).not.toContain("left there");
});

test("what was left in a broker that is to store nothing any more is told with it", () => {
  const { storage: _, ...line } = (shop["brokers"]?.["line"] ?? {}) as { readonly storage?: string };
  const told = brokerReasons(shopWith({ brokers: { line } }), recordedWith("line", left)).join();
  expect(told).toContain(`what was left there goes too, unless there are events in it: ${what}`);
});

test("what was left in a stream that is still there is told with that, and not once more", () => {
  const { storage: _, ...ha } = (shop["brokers"]?.["ha"] ?? {}) as { readonly storage?: string };
  const nobody = Object.fromEntries(Object.keys(shop["applications"] ?? {}).map((name) => [name, null]));
  const empty = shopWith({ brokers: { ha }, domains: { orders: null, stock: null }, applications: nobody });
  const recorded = recordedWith("ha", [made("consumer", "old", "orders"), ...left]);
  const told = brokerReasons(empty, recorded, ["orders", "stock"]).join();
  expect(told).toContain(`what was left there goes too, unless there are events in it: ${what}`);
  expect(told).not.toContain('consumer "old"');
});
