import { expect, test } from "vitest";
import { compile } from "../../compiler/compile.ts";
import { engines } from "../../targets/engines/index.ts";
import { platforms } from "../../targets/platforms/index.ts";
import { expectValid } from "../harness/analyze-text.ts";

const analysis = expectValid(`apiVersion: meshc/v1
mesh: { name: shop }
environments:
  office: { platform: local }
  shop: { platform: local, dialable: false }
  cloud: { platform: kubernetes }
  unused: { platform: eks }
brokers:
  core: { environment: cloud, engine: nats, address: events.example.org }
  annex: { environment: office, engine: nats, replicas: 2 }
  till: { environment: shop, engine: nats, uplink: annex, listeners: { nats: 5222, management: 9222 } }
`);

test.each([
  [["office"], ["office"], []],
  [["shop", "office"], ["office", "shop"], []],
  [["unused"], [], ["MESH3020"]],
  [["cloud"], [], ["MESH3020"]],
  [["cloud", "shop"], ["shop"], ["MESH3020"]],
  [[], ["office", "shop"], ["MESH3020", "MESH3020"]],
])("of the environments %j artifacts are made for %j, and %j is reported", (chosen, made, codes) => {
  const result = compile(analysis, engines, platforms, chosen);
  expect(result.diagnostics.map(({ code }) => code)).toEqual(codes);
  expect(result.ok).toBe(codes.length === 0);
  if (!result.ok) return;
  const { artifacts } = result.value;
  expect([...new Set(artifacts.map(({ environment }) => environment))].toSorted()).toEqual(made);
});

test("workloads are made of every broker, whichever environments are printed", () => {
  const result = compile(analysis, engines, platforms, ["office"]);
  expect(result.ok && result.value.workloads.map(({ broker }) => broker)).toEqual(["annex", "core", "till"]);
});
