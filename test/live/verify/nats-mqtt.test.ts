import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { verify } from "../../../deploy/verify/verify.ts";
import { type Fault, failuresOf, names } from "../../verify/fault.ts";
import { type LiveMesh, startLiveMesh } from "../../verify/live-mesh.ts";

const manifest = {
  mesh: { name: "hub" },
  environments: { here: { platform: "local" } },
  brokers: { core: { environment: "here", engine: "nats" } },
  teams: { ops: {}, office: {} },
  domains: {
    wind: {
      owner: "ops",
      topic: "wind/turbine",
      share: "all",
      events: { power: { topic: "{unit}/power" }, alarm: { topic: "{unit}/alarm", share: "private" } },
    },
  },
  applications: {
    turbine: { team: "ops", broker: "core", protocol: "mqtt", publish: ["wind.power"] },
    horn: { team: "ops", broker: "core", publish: ["wind.alarm"] },
    display: { team: "office", broker: "core", protocol: "mqtt", subscribe: ["wind.power"] },
    ward: { team: "ops", broker: "core", subscribe: ["wind.*"] },
  },
};

/** The line of a user in a users' file, changed. */
const lineOf = (user: string, change: (line: string) => string) => (text: string) =>
  text
    .split("\n")
    .map((line) => (line.includes(`"${user}"`) ? change(line) : line))
    .join("\n");

interface Sabotage {
  readonly name: string;
  readonly change: (text: string) => string;
  readonly fault: Fault;
}

const sabotages: readonly Sabotage[] = [
  {
    name: "who publishes over MQTT may publish more, which the server tells nobody",
    change: lineOf("application.turbine", (line) => line.replace("wind.turbine.*.power", "wind.turbine.>")),
    fault: {
      denied: ["turbine", "wind.alarm", "publish"],
      why: /lets application\.turbine publish to .*\/alarm, and what it published arrived at application\.ward/,
    },
  },
  {
    name: "who reads over MQTT may read more",
    change: lineOf("application.display", (line) => line.replace("wind.turbine.*.power", "wind.turbine.>")),
    fault: {
      denied: ["display", "wind.alarm", "subscribe"],
      why: /lets application\.display subscribe to .*\/alarm, and a message .* arrived there/,
    },
  },
  {
    name: "who publishes over MQTT may not publish its event, which the server tells nobody",
    change: lineOf("application.turbine", (line) =>
      line.replace("wind.turbine.*.power", "wind.turbine.power"),
    ),
    fault: { flow: ["wind.power", "turbine", "display"], why: /did not arrive/ },
  },
];

describe.each(["2.10.26", "2.15.1"])("applications that speak MQTT to NATS %s", (version) => {
  let mesh: LiveMesh;

  beforeAll(async () => {
    mesh = await startLiveMesh(manifest, version);
  });
  afterEach(() => mesh.restore());
  afterAll(() => mesh.stop());

  test("are green", async () => {
    const report = await verify(mesh.ground, { rights: true });
    expect(failuresOf(report)).toEqual([]);
    expect(report.flows.map(({ publisher, subscriber }) => `${publisher} ${subscriber}`)).toEqual([
      "horn ward",
      "turbine display",
      "turbine ward",
    ]);
  });

  test.each(sabotages)("are red, and it says where, where $name", async ({ change, fault }) => {
    mesh.edit("core-0", "users.conf", change);
    expect(await mesh.reload("core-0")).toBe("taken");
    const report = await verify(mesh.ground, { rights: true });
    expect(report.ok).toBe(false);
    expect(names(report, fault), failuresOf(report).join("\n")).toBe(true);
  });
});
