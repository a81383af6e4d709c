import { afterAll, beforeAll, expect, test } from "vitest";
import { verify } from "../../../deploy/verify/verify.ts";
import { natsServerVersions } from "../../../tools/nats-server.mjs";
import { failuresOf } from "../../verify/fault.ts";
import { type LiveMesh, startLiveMesh } from "../../verify/live-mesh.ts";

/** Two plants whose stored events go to a hub and from there to each other, and other events with them. */
const manifest = {
  mesh: { name: "plants" },
  teams: { works: {} },
  environments: { cloud: { platform: "local" }, plant: { platform: "local", dialable: false } },
  brokers: {
    core: { environment: "cloud", engine: "nats", replicas: 3 },
    oslo: { environment: "plant", engine: "mosquitto", listeners: { mqtt: 1884 } },
    lyon: { environment: "plant", engine: "mosquitto", listeners: { mqtt: 1885, connect: 4196 } },
  },
  domains: {
    alarms: {
      owner: "works",
      topic: "works/alarms",
      events: { raised: { topic: "{plant}/raised" } },
      delivery: "at-least-once",
    },
    orders: {
      owner: "works",
      topic: "works/orders",
      events: { placed: { topic: "{plant}/placed" } },
      delivery: "at-least-once",
    },
    readings: {
      owner: "works",
      topic: "works/readings",
      events: { measured: { topic: "{plant}/measured" }, asked: { topic: "{plant}/asked" } },
    },
  },
  applications: {
    "sensor-$(plant)": {
      team: "works",
      broker: "$(plant)",
      publish: ["alarms.raised", "readings.measured"].map((event) => ({
        event,
        where: { plant: "$(plant)" },
      })),
      subscribe: ["orders.placed", "readings.asked"].map((event) => ({
        event,
        where: { plant: "$(plant)" },
      })),
      each: [{ plant: "oslo" }, { plant: "lyon" }],
    },
    siren: { team: "works", broker: "oslo", subscribe: ["alarms.raised"] },
    office: {
      team: "works",
      broker: "core",
      publish: ["orders.placed", "readings.asked"],
      subscribe: ["alarms.raised"],
      durable: true,
    },
    desk: { team: "works", broker: "core", subscribe: ["readings.measured"] },
  },
};

const [oldest] = natsServerVersions;
const newest = natsServerVersions.at(-1);
let mesh: LiveMesh;

beforeAll(async () => {
  mesh = await startLiveMesh(manifest, newest);
}, 60_000);
afterAll(() => mesh.stop());

test("stored events and others come up, down and from plant to plant, and rights are as derived", async () => {
  const report = await verify(mesh.ground, { rights: true });
  expect(failuresOf(report)).toEqual([]);
  const paths = report.flows.map(({ path }) => path.join(" > "));
  expect(paths).toContain("lyon > core > oslo");
  expect(report.flows).toHaveLength(10);
  const tried = new Set(report.rights?.map(({ identity }) => identity));
  expect(tried).toContain("connect.oslo.uplink");
  expect(tried).toContain("link.oslo.uplink");
});

test(`so they do at NATS ${oldest}`, async () => {
  const old = await startLiveMesh(manifest, oldest);
  try {
    expect(failuresOf(await verify(old.ground, { rights: true }))).toEqual([]);
  } finally {
    await old.stop();
  }
});
