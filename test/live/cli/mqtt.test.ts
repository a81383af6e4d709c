import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { findMosquitto } from "../../../tools/mosquitto.mjs";
import { findNatsServer } from "../../../tools/nats-server.mjs";

const program = resolve("dist/meshc.js");
const folder = mkdtempSync(join(tmpdir(), "meshc-built-mqtt-"));
const environment = {
  PATH: process.env["PATH"],
  HOME: folder,
  MESHC_NATS_SERVER: await findNatsServer(),
  MESHC_MOSQUITTO: await findMosquitto(),
};

/** A hub that serves MQTT too, and a Mosquitto that hangs on it. */
const manifest = `
apiVersion: meshc/v1
mesh: { name: press }
teams: { works: {} }
environments: { centre: { platform: local }, plant: { platform: local, dialable: false } }
brokers:
  hub: { environment: centre, engine: nats, storage: 1Gi }
  line: { environment: plant, engine: mosquitto, uplink: hub }
domains:
  readings: { owner: works, topic: readings, events: { measured: {} } }
applications:
  press: { team: works, broker: line, protocol: mqtt, publish: [readings.measured] }
  board: { team: works, broker: hub, protocol: mqtt, subscribe: [readings.measured] }
  ledger: { team: works, broker: hub, subscribe: [readings.measured] }
`;

function meshc(...args: readonly string[]) {
  return spawnSync(process.execPath, [program, ...args], { cwd: folder, env: environment, encoding: "utf8" });
}

afterAll(() => {
  meshc("down", "--clean");
  rmSync(folder, { recursive: true, force: true });
});

test("the built program speaks MQTT with Mosquitto and with NATS", () => {
  writeFileSync(join(folder, "mesh.yaml"), manifest);
  const up = meshc("up", "--detach");
  expect([up.status, up.stderr.match(/error MESH\d+/g)]).toEqual([0, null]);
  const verified = meshc("verify", "--json", "--quiet");
  expect(JSON.parse(verified.stdout)).toMatchObject({
    ok: true,
    flows: [{ subscriber: "board" }, { subscriber: "ledger" }],
  });
});
