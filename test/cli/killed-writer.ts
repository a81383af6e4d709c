/** Run as a program: `FOLDER KEY N` writes credentials with a key as a NATS context, killed before the N-th change of a file (0 = never). */
import fs from "node:fs";
import { join } from "node:path";
import { printCredentials } from "../../deploy/credentials/print-credentials.ts";
import { writeSecretFiles } from "../../cli/write-secret-files.ts";

const [folder = "", key = "", n = "0"] = process.argv.slice(2);
const patched = fs as unknown as Record<string, (...args: unknown[]) => unknown>;
let count = 0;
for (const name of ["writeFileSync", "chmodSync", "renameSync", "rmSync"]) {
  const original = patched[name];
  patched[name] = (...args) => {
    const isLast = ++count === Number(n);
    const [path, text, ...rest] = args;
    if (isLast && name === "writeFileSync") original?.(path, String(text).slice(0, 10), ...rest);
    if (isLast) process.kill(process.pid, "SIGKILL");
    return original?.(...args);
  };
}
const printed = printCredentials(
  {
    version: 1,
    application: "till",
    team: "retail",
    protocol: "nats",
    brokers: [{ broker: "core", urls: ["tls://127.0.0.1:4222"] }],
    identity: { nkeySeed: `S${key}`, publicKey: key },
    ca: `certificate beside ${key}\n`,
    inboxPrefix: "_INBOX_till",
    publish: [],
    subscribe: [],
  },
  "nats-context",
  join(folder, "till.json"),
);
const output = { write: () => undefined, isTerminal: false };
process.exitCode = writeSecretFiles(printed, {
  out: output,
  err: output,
  input: { isTerminal: false, line: async () => undefined },
  cwd: folder,
  environment: {},
  interruption: () => new AbortController().signal,
  interrupted: () => false,
});
process.stdout.write(`${count}\n`);
