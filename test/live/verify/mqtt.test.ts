import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from "vitest";
import { verify } from "../../../deploy/verify/verify.ts";
import { natsServerVersions } from "../../../tools/nats-server.mjs";
import { type Fault, failuresOf, names } from "../../verify/fault.ts";
import { type LiveMesh, startLiveMesh } from "../../verify/live-mesh.ts";
import { addUsers, allowing } from "../../verify/user-lines.ts";

/** A plant whose devices speak MQTT to an edge, and readers of both kinds at the hub. */
const plant = {
  mesh: { name: "plant" },
  teams: { works: {} },
  environments: { here: { platform: "local" } },
  brokers: {
    core: { environment: "here", engine: "nats", role: "hub" },
    site: { environment: "here", engine: "nats", role: "edge", uplink: "core" },
  },
  domains: {
    heat: {
      owner: "works",
      topic: "heat",
      events: { measured: { topic: "{oven}/measured" }, alarmed: {} },
    },
    shifts: { owner: "works", topic: "shifts", events: { begun: {} } },
  },
  applications: {
    oven: {
      team: "works",
      broker: "site",
      protocol: "mqtt",
      publish: [{ event: "heat.measured", where: { oven: "o1" } }, "heat.alarmed"],
    },
    lamp: { team: "works", broker: "site", protocol: "mqtt", subscribe: ["heat.alarmed", "shifts.begun"] },
    meter: { team: "works", broker: "site", protocol: "mqtt", subscribe: ["heat.measured"] },
    panel: { team: "works", broker: "core", protocol: "mqtt", subscribe: ["heat.*"] },
    board: { team: "works", broker: "core", subscribe: ["heat.*"], publish: ["shifts.begun"] },
  },
};

test.each(natsServerVersions)(
  "NATS %s: flows and rights of applications that speak MQTT are as declared, with those of NATS beside",
  async (version) => {
    const mesh = await startLiveMesh(plant, version);
    onTestFinished(() => mesh.stop());
    const report = await verify(mesh.ground, { rights: true });
    expect(failuresOf(report)).toEqual([]);
    expect(report.ok).toBe(true);
    expect(
      report.flows.map(({ event, publisher, subscriber }) => `${event} ${publisher} ${subscriber}`),
    ).toEqual(
      expect.arrayContaining([
        "heat.measured oven panel",
        "heat.alarmed oven lamp",
        "shifts.begun board lamp",
      ]),
    );
  },
);

interface Sabotage {
  readonly name: string;
  readonly commit: (mesh: LiveMesh) => void;
  readonly fault: Fault;
}

/** Changes the line of an MQTT user at the edge. */
const user = (name: string, change: (line: string) => string) => (mesh: LiveMesh) =>
  mesh.edit("site-0", "users.conf", (text) =>
    text
      .split("\n")
      .map((line) => (line.includes(`"application.${name}"`) ? change(line) : line))
      .join("\n"),
  );

const sabotages: readonly Sabotage[] = [
  {
    name: "an MQTT user may publish more",
    commit: user("lamp", allowing("publish", "heat.>")),
    fault: { denied: ["lamp", "heat.measured", "publish"], why: /site-0 lets application\.lamp publish/ },
  },
  {
    name: "an MQTT user may publish what is another's",
    commit: user("oven", allowing("publish", "heat.*.measured")),
    fault: { denied: ["oven", "heat.measured", "publish"], why: /site-0 lets application\.oven publish/ },
  },
  {
    name: "an MQTT user may hear more",
    commit: user("lamp", allowing("subscribe", "heat.>")),
    fault: { denied: ["lamp", "heat.measured", "subscribe"], why: /site-0 lets application\.lamp subscribe/ },
  },
  {
    name: "a right of an MQTT user to publish is taken",
    commit: user("oven", (line) => line.replace('"heat.alarmed", ', "")),
    fault: { flow: ["heat.alarmed", "oven", "board"], why: /did not arrive/ },
  },
  {
    name: "a right of an MQTT user to subscribe is taken",
    commit: user("lamp", (line) => line.replace('"heat.alarmed", ', "")),
    fault: { flow: ["heat.alarmed", "oven", "lamp"], why: /refuses its subscription/ },
  },
  {
    name: "the password of an MQTT user is another",
    commit: user("lamp", (line) => line.replace(/password: "[^"]*"/, 'password: "another"')),
    fault: { flow: ["heat.alarmed", "oven", "lamp"], why: /refuses the login/ },
  },
];

let mesh: LiveMesh;

beforeAll(async () => {
  mesh = await startLiveMesh(plant);
});

afterEach(() => mesh.restore());

afterAll(() => mesh.stop());

test.each(sabotages)("verify names what is at fault where $name", async ({ commit, fault }) => {
  commit(mesh);
  expect(await mesh.reload("site-0")).toBe("taken");
  const report = await verify(mesh.ground, { rights: true });
  expect(report.ok).toBe(false);
  expect(names(report, fault), failuresOf(report).slice(0, 5).join("\n")).toBe(true);
});

test("verify names a broker that lets anybody in over MQTT", async () => {
  addUsers(mesh, "site-0", '{ user: "stray", password: "stray", permissions: { publish: { deny: [">"] } } }');
  mesh.edit("site-0", "nats.conf", (text) => text.replace("mqtt {\n", 'mqtt {\n  no_auth_user: "stray"\n'));
  expect(await mesh.restart("site-0")).toBe(true);
  const report = await verify(mesh.ground, { rights: true });
  expect(report.ok).toBe(false);
  const fault: Fault = {
    right: ["nobody", "site", "", "connect", "mqtt"],
    why: /site-0 lets nobody in/,
  };
  expect(names(report, fault), failuresOf(report).slice(0, 5).join("\n")).toBe(true);
});
