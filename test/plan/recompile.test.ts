import { expect, test } from "vitest";
import { recompile } from "../../compiler/recompile.ts";
import { engines } from "../../targets/engines/index.ts";
import { today } from "../harness/analyze-text.ts";
import { analysisOf, shop, shopWith } from "./shop.ts";

const options = { engines, today, mode: "deploy" } as const;

/** A policy that the shop breaks but for an exception that ends. */
const bounded = shopWith({
  environments: { centre: { platform: "local", residency: "eu" } },
  domains: {
    stock: {
      owner: "retail",
      topic: "stock",
      delivery: "at-least-once",
      share: ["finance"],
      classification: ["secret"],
      events: { counted: {} },
    },
  },
  policies: {
    none: {
      forbid: { classification: "secret", residency: "eu" },
      except: [{ domains: ["stock"], why: "it moves", until: today }],
    },
  },
});

test("a recorded manifest gives the mesh that it gave when it was read", () => {
  const { data, topology } = analysisOf(shop);
  const again = recompile(data, options);
  expect(again.ok && again.value).toEqual(topology);
});

test("what is said against a recorded manifest has no place in a file", () => {
  const { data } = analysisOf(shop);
  const { diagnostics } = recompile({ ...data, brokers: {} }, options);
  expect(diagnostics.length).toBeGreaterThan(0);
  expect(diagnostics.filter(({ at, related }) => at !== undefined || related.length > 0)).toEqual([]);
});

test("exceptions are judged by the day, and what runs already stands whatever the day is", () => {
  const { data } = analysisOf(bounded);
  const later = { ...options, today: "2031-01-01" };
  expect([recompile(data, options), recompile(data, later)].map(({ ok }) => ok)).toEqual([true, false]);
  expect(recompile(data, { ...later, stands: true })).toMatchObject({ ok: true, diagnostics: [] });
});
