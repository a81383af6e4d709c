import { execFile } from "node:child_process";
import { rmSync } from "node:fs";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { findNatsServer, natsServerVersions } from "../../../tools/nats-server.mjs";
import { type GoldenInstance, goldenInstances, writtenGolden } from "../../harness/golden-instances.ts";

const run = promisify(execFile);
const goldens = goldenInstances("nats");

/** What a nats-server of the golden's version says of its files where it is only asked to read them. */
async function foundWrong(golden: GoldenInstance): Promise<string> {
  const version = natsServerVersions.find((one) => one.startsWith(`${golden.version}.`));
  expect(version, `a nats-server ${golden.version}`).toBeDefined();
  const place = writtenGolden(golden);
  try {
    await run(await findNatsServer(version), ["-t", ...golden.parameters], { cwd: place, timeout: 20_000 });
    return "";
  } catch (error) {
    return (error as { stderr: string }).stderr;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

test.each(goldens.map((golden) => [golden.from, golden] as const))(
  "the server takes each file of %s",
  async (_, golden) => {
    expect(await foundWrong(golden)).toBe("");
  },
);

test.each(goldens.map((golden) => [golden.from, golden] as const))(
  "of %s it refuses a field that is none",
  async (_, golden) => {
    const file = "nats.conf";
    const changed = `${golden.files.get(file)}unheard_of: true\n`;
    const files = new Map([...golden.files, [file, changed]]);
    expect(await foundWrong({ ...golden, files })).toMatch(/unknown field "unheard_of"/);
  },
);
