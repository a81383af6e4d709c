import { connect, nkeyAuthenticator } from "@nats-io/transport-node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { verify } from "../../../deploy/verify/verify.ts";
import { type LiveMesh, startLiveMesh } from "../../verify/live-mesh.ts";
import { smallMesh } from "../../verify/meshes.ts";
import { storedMesh } from "../../verify/stored-mesh.ts";
import { failuresOf } from "../../verify/fault.ts";

const runs = Number(process.env["VERIFY_RUNS"] ?? 10);
let passed = 0;
let mesh: LiveMesh;

beforeAll(async () => {
  mesh = await startLiveMesh(smallMesh);
});

afterAll(async () => {
  await mesh.stop();
  console.log(`\n${JSON.stringify({ passed, failed: runs - passed, runs })}`);
});

test(
  `${runs} runs on a mesh that is as it should be are green`,
  { timeout: 60_000 + runs * 10_000 },
  async () => {
    for (let run = 0; run < runs; run++) {
      const report = await verify(mesh.ground, { rights: true });
      expect(failuresOf(report)).toEqual([]);
      expect(report.ok).toBe(true);
      passed += 1;
    }
  },
);

test.each(["2.10.26", "2.15.1"])(
  "a tenth as many runs are green on a mesh that stores as it should, on %s",
  { timeout: 120_000 + runs * 3_000 },
  async (version) => {
    const storing = await startLiveMesh(storedMesh, version);
    try {
      for (let run = 0; run < runs / 10; run++) {
        const report = await verify(storing.ground, { rights: true });
        expect(failuresOf(report)).toEqual([]);
        expect(report.ok).toBe(true);
      }
    } finally {
      await storing.stop();
    }
  },
);

test("a run without rights tries all flows and all that is forbidden", async () => {
  const report = await verify(mesh.ground, { rights: false });
  expect(report).toMatchObject({ version: 1, ok: true });
  expect(report.rights).toBeUndefined();
  expect(
    report.flows.map(({ event, publisher, subscriber, path }) => [
      event,
      publisher,
      subscriber,
      path.join(" "),
    ]),
  ).toEqual([
    ["alerts.raised", "shop", "press", "east floor"],
    ["orders.cancelled", "shop", "ledger", "east west"],
    ["orders.created", "shop", "billing", "east west"],
    ["orders.created", "shop", "billing-east", "east"],
    ["orders.created", "shop", "eu-report", "east west"],
    ["orders.created", "shop", "ledger", "east west"],
    ["payments.audited", "billing", "ledger", "west"],
    ["payments.audited", "billing", "shop", "west east"],
    ["payments.booked", "billing", "ledger", "west"],
    ["telemetry.temperature", "press", "dashboard", "floor east"],
    ["telemetry.temperature", "press", "eu-report", "floor east west"],
    ["telemetry.temperature", "press", "press", "floor"],
  ]);
  for (const flow of report.flows) {
    expect(flow.received).toBe(flow.sent);
    expect(flow.sent).toBeGreaterThan(0);
    expect(flow.duplicates).toBe(0);
    expect(flow.latencyMs).toBeLessThan(1_000);
  }
  const denied = report.denied.map(({ application, event, action }) => `${application} ${event} ${action}`);
  expect(denied).toContain("eu-report orders.created subscribe");
  expect(denied).toContain("billing orders.created subscribe");
  expect(denied).not.toContain("ledger orders.created subscribe");
});

test("other traffic on the same subjects does not confuse it", { timeout: 60_000 }, async () => {
  const shop = await connect({
    servers: `127.0.0.1:${mesh.port("east-0", "nats")}`,
    authenticator: nkeyAuthenticator(new TextEncoder().encode(mesh.key("application.shop").seed)),
  });
  const noise = ["", "{}", '{"meshc-probe":"another run","sequence":0}', "not JSON", "x".repeat(5_000)];
  const timer = setInterval(() => {
    for (const region of ["eu", "us"]) {
      for (const payload of noise) {
        shop.publish(`retail.orders.${region}.created`, payload);
        shop.publish("retail.alerts.raised", payload);
      }
    }
  }, 2);
  try {
    expect(failuresOf(await verify(mesh.ground, { rights: true }))).toEqual([]);
  } finally {
    clearInterval(timer);
    await shop.close();
  }
});
