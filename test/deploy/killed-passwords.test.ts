import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ProbeRefused } from "../../compiler/live.ts";
import { connectMqtt } from "../../targets/protocols/mqtt/live/connect-mqtt.ts";
import { pair } from "./manifests.ts";
import { errorsOf, meshFolder } from "./mesh-folder.ts";
import { bundledProgram } from "./program.ts";

let program: Awaited<ReturnType<typeof bundledProgram>>;
beforeAll(async () => {
  program = await bundledProgram();
});
afterAll(() => program.remove());

const till = "application.till";
/** The long suite "killed-runs" asks for many more steps. */
const runsWanted = process.env["KILLED_RUNS"] === "all" ? 40 : 6;
const patience = 30_000 * runsWanted;

test(
  "a `rotate` of a password killed at any step is finished by the next, or by `up`",
  async () => {
    const overMqtt = pair().replace(
      "publish: [orders.placed] }",
      "publish: [orders.placed], protocol: mqtt }",
    );
    const mesh = await meshFolder(overMqtt);
    const environment = { ...process.env, MESHC_NATS_SERVER: mesh.host.environment["MESHC_NATS_SERVER"] };
    await mesh.up();
    const steps = Number((await program.run(["rotate", mesh.folder, "0"], environment)).output);
    expect(steps).toBeGreaterThan(50);
    for (let at = 5, runs = 0; at < steps; at += Math.ceil(steps / runsWanted), runs++) {
      const [id, password] = [mesh.state().publicKeys[till], mesh.seed(till)];
      const { signal } = await program.run(["rotate", mesh.folder, String(at)], environment);
      expect(signal, `step ${at} of ${steps}`).toBe("SIGKILL");
      const result = runs % 2 === 0 ? (await mesh.up()).result : await mesh.rotate(["till", "line.uplink"]);
      expect(errorsOf(result), `after step ${at}`).toEqual([]);
      const { revoked = [], publicKeys } = mesh.state();
      expect(revoked.filter(({ underway }) => underway)).toEqual([]);
      const isOut = revoked.some(({ publicKey }) => publicKey === id);
      expect(publicKeys[till] === id, `after step ${at}`).toBe(!isOut);
      const to = { host: "127.0.0.1", port: mesh.instance("plant", "line-0").ports["mqtt"] ?? 0 };
      const login = connectMqtt(to, { user: till, secret: password }, 4);
      if (isOut) await expect(login, `after step ${at}`).rejects.toThrow(ProbeRefused);
      else await (await login).close();
      await (await connectMqtt(to, { user: till, secret: mesh.seed(till) }, 4)).close();
      expect(await mesh.status(), `status after step ${at}`).toMatchObject({ value: { ok: true } });
    }
    expect(existsSync(join(mesh.upFolder, "secrets", "revoked", `${till}.json`))).toBe(false);
  },
  patience,
);
