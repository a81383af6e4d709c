import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { findNatsServer } from "../../tools/nats-server.mjs";

const run = promisify(execFile);

/** What a nats-server of a version prints and exits 0 on. */
export async function natsServerOutput(version: string, parameters: readonly string[]): Promise<string> {
  const { stdout, stderr } = await run(await findNatsServer(version), parameters, { timeout: 10_000 });
  return stdout + stderr;
}
