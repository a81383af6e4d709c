import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { printBenthos, type SecretJson } from "../../../targets/kit/print-benthos.ts";
import { findConnect } from "../../../tools/connect.mjs";
import { hostileStrings } from "../../nats/hostile-strings.ts";

const run = promisify(execFile);
const readable = hostileStrings.filter((text) => !/\p{Surrogate}/u.test(text));
let folder = "";
let program = "";

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "meshc-connect-"));
  program = await findConnect();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the engine reads in a configuration, and what it finds wrong. */
async function readBack(input: SecretJson): Promise<unknown> {
  const file = join(folder, "read.yaml");
  writeFileSync(file, printBenthos({ input, output: { drop: {} } }).join(""));
  // Values that an expansion would put in their place.
  const env = { ...process.env, HOME: "/expanded", x: "expanded", key: "expanded" };
  await run(program, ["lint", file], { env });
  const { stdout } = await run(program, ["-c", file, "echo"], { env, maxBuffer: 2 ** 26 });
  return (parse(stdout) as { input: unknown }).input;
}

test("the engine reads every hostile string as it was printed, in each field that holds a name", async () => {
  const inputs = readable.map((text) => ({
    mqtt: { urls: ["tcp://127.0.0.1:1"], client_id: text, user: text, topics: [text] },
  }));
  const read = (await readBack({ broker: { inputs } })) as { broker: { inputs: readonly unknown[] } };
  expect(read.broker.inputs).toHaveLength(readable.length);
  for (const [index, text] of readable.entries())
    expect(read.broker.inputs[index], JSON.stringify(text)).toMatchObject({
      mqtt: { client_id: text, user: text, topics: [text] },
    });
});

test("and as names of streams and durables", async () => {
  const inputs = readable.map((text) => ({
    nats_jetstream: {
      urls: ["nats://127.0.0.1:1"],
      inbox_prefix: text,
      stream: text,
      durable: text,
      bind: true,
    },
  }));
  const read = (await readBack({ broker: { inputs } })) as { broker: { inputs: readonly unknown[] } };
  for (const [index, text] of readable.entries())
    expect(read.broker.inputs[index], JSON.stringify(text)).toMatchObject({
      nats_jetstream: { inbox_prefix: text, stream: text, durable: text },
    });
});

test("what is no Unicode is refused", () => {
  const broken = hostileStrings.filter((text) => /\p{Surrogate}/u.test(text));
  expect(broken.length).toBeGreaterThan(0);
  for (const text of broken) expect(() => printBenthos({ text })).toThrow(/well-formed/);
});
