import { expect, test } from "vitest";
import { reportAround, topologyAround } from "../../cli/only-environments.ts";
import type { VerifyReport } from "../../deploy/verify/report.ts";
import { statusReport } from "../../deploy/status/status-report.ts";
import { meshc } from "./run-meshc.ts";
import { topologyOf } from "./topology-of.ts";

const example = "examples/lines-of-business";

async function graph(...environments: readonly string[]) {
  const flags = environments.flatMap((name) => ["--env", name]);
  const { code, out } = await meshc(["graph", example, "--format", "json", ...flags]);
  expect(code).toBe(0);
  return JSON.parse(out);
}

function names(list: readonly { readonly name: string }[]): readonly string[] {
  return list.map(({ name }) => name);
}

test("a graph of an environment shows what stands in it and the brokers that its links lead to", async () => {
  const { environments, brokers, applications, links, flows } = await graph("oslo");
  expect(names(brokers)).toEqual(["frankfurt", "line-3", "plant"]);
  expect(names(environments)).toEqual(["frankfurt", "oslo"]);
  expect(names(applications)).toEqual(["line-control", "plant-view"]);
  expect(names(links)).toEqual(["line-3.uplink", "plant.uplink"]);
  for (const { publisher, subscriber } of flows)
    expect(["line-control", "plant-view"]).toEqual(
      expect.arrayContaining([["line-control", "plant-view"].includes(publisher) ? publisher : subscriber]),
    );
  expect(flows).not.toEqual([]);
});

test("a graph of every environment by name is the whole one", async () => {
  expect(await graph("oslo", "virginia", "frankfurt")).toEqual(await graph());
});

test("a picture of an environment draws no line to nowhere", async () => {
  for (const format of ["dot", "mermaid"]) {
    const { out } = await meshc(["graph", example, "--format", format, "--env", "virginia"]);
    expect(out).not.toMatch(/\bn0\b/);
    expect(out).not.toContain("plant");
  }
});

const flow = { sent: 1, received: 1, duplicates: 0 };
const report: VerifyReport = {
  version: 1,
  ok: false,
  flows: [
    {
      ...flow,
      event: "orders.placed",
      publisher: "till",
      subscriber: "revenue",
      path: ["shop", "office"],
      verdict: "ok",
    },
    {
      ...flow,
      event: "orders.placed",
      publisher: "revenue",
      subscriber: "picking",
      path: ["office", "warehouse"],
      verdict: "failed",
    },
  ],
  denied: [
    { application: "till", event: "orders.placed", action: "subscribe", verdict: "ok" },
    { application: "picking", event: "orders.placed", action: "publish", verdict: "failed" },
  ],
};

test("a verification of an environment holds what begins, ends or is refused there, and its own verdict", () => {
  const topology = topologyOf("examples/quickstart");
  const shop = reportAround(report, topology, ["shop"]);
  expect(shop).toEqual({ version: 1, ok: true, flows: [report.flows[0]], denied: [report.denied[0]] });
  expect(reportAround(report, topology, ["office"])).toMatchObject({ ok: false, flows: report.flows });
  expect(topologyAround(topology, ["shop", "office"])).toEqual(topology);
});

test("a status of an environment is judged without the others", () => {
  const well = { name: "a", instance: "a-0", healthy: true, links: [], drift: [] };
  const environments = [
    { name: "one", generation: 1, brokers: [well], stored: [] },
    { name: "two", generation: 1, brokers: [{ ...well, healthy: false }], stored: [] },
  ];
  expect(statusReport(environments).ok).toBe(false);
  expect(statusReport(environments.slice(0, 1)).ok).toBe(true);
});
