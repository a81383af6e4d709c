import { expect, test } from "vitest";
import type { Workload } from "../../compiler/model/workload.ts";
import { printFile } from "../../targets/platforms/process/print-file.ts";
import { process } from "../../targets/platforms/process/process.ts";

const workload: Workload = {
  broker: "core",
  environment: "eu",
  engine: "nats",
  version: "2.15",
  provisions: [],
  instances: [
    {
      name: "core-0",
      files: [
        { path: "nats.conf", mode: 0o444, parts: ['listen: "a@b"\n'] },
        {
          path: "users.conf",
          mode: 0o440,
          parts: ['{ nkey: "', { kind: "publicKey", of: "application.till" }, '" }\n'],
        },
      ],
      command: { program: "nats-server", arguments: ["--config", "nats.conf"] },
      listeners: [{ name: "nats", address: "127.0.0.1", port: 4222 }],
      health: { kind: "http", listener: "management", path: "/healthz" },
      reload: { signal: "SIGHUP" },
      stop: { signal: "SIGTERM", graceSeconds: 10 },
    },
  ],
};

test("prints each instance's files, references shown as such, and how to run it", () => {
  const artifacts = process.print(workload);
  expect(artifacts.map(({ environment, path }) => `${environment}/${path}`)).toEqual([
    "eu/core-0/nats.conf",
    "eu/core-0/users.conf.ref",
    "eu/core-0/process.json",
  ]);
  expect(artifacts[0]?.text).toBe('listen: "a@b"\n');
  expect(artifacts[1]?.text).toBe('{ nkey: "@{publicKey application.till}" }\n');
  expect(JSON.parse(artifacts[2]?.text ?? "")).toEqual({
    version: 1,
    instance: "core-0",
    broker: "core",
    engine: { name: "nats", version: "2.15" },
    command: { program: "nats-server", arguments: ["--config", "nats.conf"] },
    files: [
      { path: "nats.conf", mode: "0444" },
      { path: "users.conf", mode: "0440", reference: "users.conf.ref" },
    ],
    listeners: { nats: { address: "127.0.0.1", port: 4222 } },
    health: { kind: "http", listener: "management", path: "/healthz" },
    reload: { signal: "SIGHUP" },
    stop: { signal: "SIGTERM", graceSeconds: 10 },
  });
});

test.each([["@{publicKey application.till}"], ["@"], ["@@{x}"], ["a@b"], ["@{"]])(
  "keeps the text %s apart from a reference",
  (text) => {
    const reference = { kind: "seed", of: "link.a.b" } as const;
    const printed = printFile({ path: "f", mode: 0o400, parts: [text, reference, text] }).text;
    const read = printed.split(/(@@|@\{\w+ [\w.]+\})/);
    const parts = read.map((piece) =>
      piece === "@@" ? "@" : piece.startsWith("@{") ? "<reference>" : piece,
    );
    expect(parts.join("")).toBe(`${text}<reference>${text}`);
  },
);
