import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { engineSupports } from "../../deploy/engine-supports.ts";
import { engines } from "../../targets/engines/index.ts";
import { findConnect } from "../../tools/connect.mjs";
import { findMosquitto } from "../../tools/mosquitto.mjs";
import { findNatsServer } from "../../tools/nats-server.mjs";

/** What these tests run, such as `connect 4.27.0, mosquitto 2.0.11, and nats-server 2.15.1`. */
export async function programVersions(): Promise<string> {
  const programs = new Map([
    ["connect", await findConnect()],
    ["mosquitto", await findMosquitto()],
    ["nats", await findNatsServer()],
  ]);
  const told = engineSupports(engines).flatMap(({ engine, live }) => {
    const program = programs.get(engine.name);
    if (program === undefined) return [];
    return promisify(execFile)(program, [...live.versionArguments])
      .catch((error: { stdout?: string }) => ({ stdout: error.stdout ?? "" }))
      .then(({ stdout }) => `${live.program} ${live.parseVersion(stdout) ?? "of an unknown version"}`);
  });
  return new Intl.ListFormat("en").format((await Promise.all(told)).toSorted());
}
