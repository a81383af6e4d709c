import { expect, test } from "vitest";
import { planManifest } from "../../compiler/plan-manifest.ts";
import { mayLoseOf } from "../../compiler/plan/may-lose.ts";
import { engines } from "../../targets/engines/index.ts";
import { today } from "../harness/analyze-text.ts";
import { recordedAs } from "./recorded-as.ts";
import { analysisOf, heldBetween, shop, shopWith } from "./shop.ts";

const reading = { team: "finance", broker: "ha", subscribe: ["orders.paid", "stock.counted"], durable: true };
/** A shop in which an application has the name of a domain. */
const before = shopWith({ applications: { books: null, stock: reading } });
const listeners = { nats: 5200, management: 5210, gateway: 5220, cluster: 5230, leafnode: 5240 };
const ha = { ...shop["brokers"]?.["ha"], replicas: 3, listeners };
const clustered = shopWith({ brokers: { ha } });
const till = { team: "retail", broker: "ha", publish: ["orders.*"] };
const wanted = shopWith({ domains: { stock: null }, applications: { books: null, till } });

function drains(mayLose: readonly string[]): readonly string[] {
  const { drains: found, refused } = heldBetween(before, wanted, mayLose);
  expect(refused).toEqual([]);
  return found.map(({ kind, name }) => `${kind} ${name}`);
}

test("a domain that may be lost does not give up an application of its name", () => {
  expect(drains([])).toEqual(["application stock", "domain stock"]);
  expect(drains(["domain/stock"])).toEqual(["application stock"]);
  expect(drains(["application/stock"])).toEqual(["domain stock"]);
});

test("a name that a domain and an application have is asked for with its kind", () => {
  const old = analysisOf(before);
  const plan = (mayLose: string) =>
    planManifest(analysisOf(wanted), recordedAs(old, old.data), {
      engines,
      today,
      environments: [],
      mayLose: new Set([mayLose]),
    });
  expect(plan("stock").diagnostics).toMatchObject([
    {
      code: "MESH5601",
      message: '--allow-data-loss=stock could mean application "stock" or domain "stock"',
      help: "Say which: `--allow-data-loss=application/stock` or `--allow-data-loss=domain/stock`.",
    },
  ]);
  expect(plan("stock").ok).toBe(false);
  expect(plan("domain/stock").diagnostics).toEqual([]);
});

test.each([
  ["stokc", "stock"],
  ["domain/stokc", "domain/stock"],
  ["broker/till", "application/till"],
  ["domian/orders", "domain/orders"],
  ["nothing-like-it", undefined],
])("a name that nothing has is told, with what may have been meant: %s", (written, suggestion) => {
  const { unknown } = mayLoseOf([written], [analysisOf(before).topology, undefined]);
  expect(unknown).toEqual([{ name: written, suggestion }]);
});

test("names of what was and of what is to be are known, with and without their kinds, those of instances and links too", () => {
  const { topology } = analysisOf(before);
  const link = topology.links[0]?.name ?? "";
  const names = ["orders", "domain/orders", "books", "application/books", "broker/ha", "line", link];
  expect(link).not.toBe("");
  expect(mayLoseOf(names, [topology, analysisOf(shop).topology]).unknown).toEqual([]);
  expect(mayLoseOf(["ha-0"], [analysisOf(clustered).topology]).unknown).toEqual([]);
});

test("a name that nothing has is a warning, and the plan is made", () => {
  const old = analysisOf(before);
  const result = planManifest(old, recordedAs(old, old.data), {
    engines,
    today,
    environments: [],
    mayLose: new Set(["domain/orderz"]),
  });
  expect(result).toMatchObject({
    ok: true,
    diagnostics: [
      {
        code: "MESH5602",
        severity: "warning",
        message: "--allow-data-loss=domain/orderz names nothing that the mesh has or had",
        help: "Did you mean `--allow-data-loss=domain/orders`? Else leave it out.",
      },
    ],
  });
});
