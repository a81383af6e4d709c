import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { engineSupports } from "../../deploy/engine-supports.ts";
import { engines } from "../../targets/engines/index.ts";
import { findMosquitto } from "../../tools/mosquitto.mjs";
import { findNatsServer } from "../../tools/nats-server.mjs";

/** What the brokers of these tests run, such as `mosquitto 2.0.11 and nats-server 2.15.1`. */
export async function programVersions(): Promise<string> {
  const programs = new Map([
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
  return (await Promise.all(told)).toSorted().join(" and ");
}
