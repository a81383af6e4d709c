import { expect, test } from "vitest";
import { planManifest } from "../../compiler/plan-manifest.ts";
import { engines } from "../../targets/engines/index.ts";
import { today } from "../harness/analyze-text.ts";
import { recordedAs } from "./recorded-as.ts";
import { analysisOf, heldBetween, shopWith } from "./shop.ts";

const reading = { team: "finance", broker: "ha", subscribe: ["orders.paid", "stock.counted"], durable: true };
/** A shop in which an application has the name of a domain. */
const before = shopWith({ applications: { books: null, stock: reading } });
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
