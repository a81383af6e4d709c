import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Credentials } from "../../deploy/credentials/credentials.ts";
import { environmentValue } from "../../deploy/credentials/environment-value.ts";
import { flatValues } from "../../deploy/credentials/flat-values.ts";
import { printCredentials } from "../../deploy/credentials/print-credentials.ts";

/** An application with all that can be in credentials, and topics of letters that readers have their own ideas about. */
const overNats: Credentials = {
  version: 1,
  application: "till",
  team: "retail",
  protocol: "nats",
  brokers: [
    { broker: "core", urls: ["tls://127.0.0.1:4222", "tls://[::1]:4222"] },
    { broker: "west", urls: ["tls://west.example:4222"] },
  ],
  identity: { nkeySeed: "SUSEED", publicKey: "UPUBLICKEY" },
  ca: "-----BEGIN CERTIFICATE-----\nMII=\n-----END CERTIFICATE-----\n",
  inboxPrefix: "_INBOX_till",
  publish: [
    { event: "orders.placed", address: "retail.orders.*.placed", stored: true, messageId: "Nats-Msg-Id" },
    { event: "orders.seen", address: "~.søkt.日本.a:~b@c" },
  ],
  subscribe: [
    { event: "orders.*", address: "retail.orders.>", broker: "core", group: "workers" },
    {
      event: "orders.paid",
      address: "retail.orders.paid",
      broker: "core",
      stream: "orders",
      consumer: "till__paid",
      domain: "edge_oslo",
      maxDeliver: 5,
      backoff: [1_000, 10_000],
      inOrder: true,
      confirm: true,
      deadLetters: { stream: "orders__dead", consumer: "till__paid" },
    },
  ],
};

const overMqtt: Credentials = {
  version: 1,
  application: "panel",
  team: "retail",
  protocol: "mqtt",
  brokers: [{ broker: "line", urls: ["mqtts://127.0.0.1:8883", "mqtts://[::1]:8883"] }],
  identity: { username: "application.panel", password: "0123456789abcdef".repeat(4) },
  ca: "-----BEGIN CERTIFICATE-----\nMII=\n-----END CERTIFICATE-----\n",
  publish: [{ event: "orders.placed", address: "retail/orders/+/placed" }],
  subscribe: [{ event: "orders.*", address: "retail/orders/#", broker: "line" }],
};

const both = [
  ["NATS", overNats],
  ["MQTT", overMqtt],
] as const;

const hostile = [
  "plain.value",
  "retail.orders.>",
  "two words",
  " blank in front and behind ",
  "a'b",
  'a"b',
  "a\\b",
  "ends with a \\",
  "$HOME `id` $(id)",
  "#not a comment",
  "a;b & c | d < e",
  "~/home",
  "é日本",
  "!x",
  "=",
  "",
];

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "meshc readers-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

function printed(credentials: Credentials, format: "env" | "properties" | "kubernetes") {
  const path = join(folder(), "till");
  const { main, beside } = printCredentials(credentials, format, path);
  writeFileSync(main.path, main.text);
  return { path, ca: beside[0]?.path ?? "" };
}

/** What all values are, by the names that a format gives them. */
function expected(credentials: Credentials, name: (flat: string) => string, ca: string) {
  return Object.fromEntries(flatValues(credentials, ca).map(([flat, value]) => [name(flat), value]));
}

const has = (program: string): boolean => spawnSync(program, ["--version"]).error === undefined;

/** Sources an environment file in a shell, and tells what that sets. */
function sourced(path: string): Record<string, string> {
  const out = execFileSync("sh", ["-c", 'set -a; . "$1"; env -0', "sh", path], {
    env: { PATH: process.env["PATH"] ?? "", HOME: "/nowhere" },
    encoding: "utf8",
  });
  const lines = out.split("\0").filter((line) => /^(MESHC|MQTT)_/.test(line));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
}

test.each(both)("a shell that sources the environment file for %s reads every value", (_, credentials) => {
  const { path, ca } = printed(credentials, "env");
  const wanted = expected(credentials, (flat) => flat.toUpperCase().replaceAll(/[-.]/g, "_"), ca);
  expect(sourced(path)).toEqual(wanted);
});

test("lists, truth values and what lies deeper have names of their own in the environment", () => {
  const read = sourced(printed(overNats, "env").path);
  expect(read["MESHC_SUBSCRIBE_1_ADDRESS"]).toBe("retail.orders.>");
  expect(read["MESHC_SUBSCRIBE_2_BACKOFF"]).toBe("1000,10000");
  expect(read["MESHC_SUBSCRIBE_2_DEAD_LETTERS_STREAM"]).toBe("orders__dead");
  expect(read["MESHC_PUBLISH_1_STORED"]).toBe("true");
});

test.each(hostile)("a shell reads the value %j as it is", (value) => {
  const script = `X=${environmentValue(value)}\nprintf %s "$X"`;
  expect(execFileSync("sh", ["-c", script], { env: { HOME: "/h" }, encoding: "utf8" })).toBe(value);
});

// systemd reads /etc/os-release with the parser of `EnvironmentFile`, and tells the value by a specifier.
test.skipIf(!has("systemd-tmpfiles")).each([...hostile.filter((value) => value !== ""), "日本.>"])(
  "systemd reads the value %j as it is",
  (value) => {
    const root = folder();
    mkdirSync(join(root, "etc"));
    writeFileSync(join(root, "etc", "os-release"), `ID=${environmentValue(value)}\n`);
    writeFileSync(join(root, "read.conf"), "f+ /out 0600 - - - %o\n");
    execFileSync("systemd-tmpfiles", [`--root=${root}`, "--create", join(root, "read.conf")]);
    expect(readFileSync(join(root, "out"), "utf8")).toBe(value);
  },
);

const reader = `import java.io.*; import java.util.*;
class Read { public static void main(String[] a) throws Exception {
  Properties p = new Properties(); p.load(new FileInputStream(a[0]));
  PrintStream out = new PrintStream(System.out, true, "UTF-8");
  for (String k : p.stringPropertyNames()) out.print(k + "\\n" + p.getProperty(k) + "\\0");
} }`;

test.skipIf(!has("java")).each(both)("java.util.Properties reads every value for %s", (_, credentials) => {
  const { path, ca } = printed(credentials, "properties");
  const source = join(folder(), "Read.java");
  writeFileSync(source, reader);
  const out = execFileSync("java", [source, path], { encoding: "utf8" });
  const entries = out
    .split("\0")
    .slice(0, -1)
    .map((entry) => entry.split("\n"));
  expect(Object.fromEntries(entries)).toEqual(expected(credentials, (flat) => flat, ca));
});

test.skipIf(!has("kubectl")).each(both)("kubectl reads the Secret for %s", (_, credentials) => {
  const { path } = printed(credentials, "kubernetes");
  const out = execFileSync("kubectl", ["label", "--local", "-f", path, "a=b", "-o", "json"], {
    encoding: "utf8",
  });
  const { kind, metadata, stringData } = JSON.parse(out) as {
    kind: string;
    metadata: { name: string };
    stringData: Record<string, string>;
  };
  expect([kind, metadata.name]).toEqual(["Secret", `${credentials.application}-credentials`]);
  expect(stringData).toMatchObject(
    credentials === overMqtt ? { ...credentials.identity } : { "nkey-seed": "SUSEED" },
  );
  expect(stringData["ca.pem"]).toBe(credentials.ca);
  expect(JSON.parse(stringData["credentials.json"] ?? "")).toEqual(credentials);
});
