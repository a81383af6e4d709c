import { afterEach, expect, test } from "vitest";
import { generatedSettings } from "../../../targets/engines/mosquitto/generated-settings.ts";
import { printMain } from "../../../targets/engines/mosquitto/print-main.ts";
import { type Setting, settings } from "../../../targets/engines/mosquitto/settings.ts";
import { settingsOf } from "../../../targets/engines/mosquitto/settings-of.ts";
import { logIn } from "../../mosquitto/mqtt-client.ts";
import {
  hashOf,
  passwordOf,
  type StartedFile,
  type StartedMosquitto,
  startMosquitto,
} from "../../mosquitto/started-mosquitto.ts";
import { freePorts } from "../../nats/free-ports.ts";

let broker: StartedMosquitto | undefined;

afterEach(async () => broker?.stop());

const rights: readonly StartedFile[] = [
  { path: "passwords", parts: [`a:${hashOf(passwordOf("a"))}\n`] },
  { path: "acl", parts: ["user a\ntopic readwrite #\n"] },
];

function main(port: number, written: Parameters<typeof settingsOf>[0]): StartedFile {
  return printMain({ listen: { host: "127.0.0.1", port }, settings: settingsOf(written), dials: false });
}

async function start(files: readonly StartedFile[], port: number): Promise<StartedMosquitto> {
  broker = await startMosquitto(files, port);
  return broker;
}

/** Values at the bounds of a setting, and one between. */
function valuesOf({ type, least = 0, greatest = 0 }: Setting): readonly unknown[] {
  if (typeof type !== "string") return [type.words, type.words.slice(0, 1)];
  if (type === "boolean") return [true, false];
  if (type === "lifetime") return ["24h", "2w", "3m", "10y"];
  return type === "text" ? ['a # "b" $c'] : [least, greatest];
}

test.each(settings.map((setting) => [setting.name, setting] as const))(
  "the broker starts with every value of %s, and serves",
  async (name, setting) => {
    for (const value of valuesOf(setting)) {
      const [port = 0] = await freePorts(1);
      const written = { [name]: value } as Parameters<typeof settingsOf>[0];
      const { log, exited, stop } = await start([main(port, written), ...rights], port);
      expect(exited(), log()).toBe(false);
      const client = await logIn(port, "a", { clientId: "mine" });
      expect(client?.isConnected(), `${name} ${JSON.stringify(value)}: ${log()}`).toBe(true);
      expect(log()).not.toMatch(/error|unknown configuration/i);
      await client?.close();
      await stop();
    }
  },
);

test("the program knows each setting that is generated or passed on, and ends on one that it does not know", async () => {
  const isKnown = async (name: string) => {
    const [port = 0] = await freePorts(1);
    const file = {
      path: "mosquitto.conf",
      parts: [`log_dest stderr\nlistener ${port} 127.0.0.1\n${name} \n`],
    };
    const { log, stop } = await start([file], port);
    await stop("SIGKILL");
    return !/unknown configuration variable/i.test(log());
  };
  expect(await isKnown("max_packetsize")).toBe(false);
  const unknown: string[] = [];
  for (const name of [...generatedSettings.keys(), ...settings.map((setting) => setting.name)])
    if (!(await isKnown(name))) unknown.push(name);
  expect(unknown).toEqual([]);
});

/** Seconds of quiet are not waited for: a setting that is taken in, or not, is told apart by what a client meets. */
const effects: Readonly<Record<string, (port: number) => Promise<string>>> = {
  max_packet_size: async (port) => {
    const client = await logIn(port, "a");
    const large = client?.publish("t", "x".repeat(5_000));
    const outcome = await Promise.race([large, new Promise((done) => setTimeout(done, 800, false))]);
    await client?.close();
    return outcome ? "large" : "small";
  },
  max_qos: async (port) => {
    const client = await logIn(port, "a");
    const sent = client?.client.publishAsync("t", "x", { qos: 2 }).then(() => true);
    const outcome = await Promise.race([sent, new Promise((done) => setTimeout(done, 800, false))]);
    await client?.close();
    return outcome ? "large" : "small";
  },
  auto_id_prefix: async (port) => {
    const client = await logIn(port, "a", { clientId: "" });
    await client?.close();
    return client?.assignedId?.startsWith("large") ? "large" : "small";
  },
  retain_available: async (port) => {
    const client = await logIn(port, "a");
    const kept = client?.publish("t", "x", true);
    const outcome = await Promise.race([kept, new Promise((done) => setTimeout(done, 800, false))]);
    await client?.close();
    return outcome ? "large" : "small";
  },
};

test.each([
  ["max_packet_size", 2_000, 9_000, "small", "large"],
  ["max_qos", 1, 2, "large", "large"],
  ["auto_id_prefix", "small", "large", "large", "large"],
  ["retain_available", false, true, "small", "large"],
])(
  "what a reload makes of a new %s is what its class says",
  async (name, before, after, reloaded, restarted) => {
    const [port = 0] = await freePorts(1);
    const effect = effects[name];
    if (!effect) throw new Error(`no effect of ${name}`);
    const running = await start([main(port, { [name]: before }), ...rights], port);
    expect(await effect(port)).toBe("small");
    running.write([main(port, { [name]: after })]);
    await running.reload();
    expect(await effect(port)).toBe(reloaded);
    await running.stop();
    broker = await running.again();
    expect(await effect(port)).toBe(restarted);
    const declared = settings.find((setting) => setting.name === name)?.reload;
    const seen = name === "max_qos" ? "lost" : reloaded === "large" ? "taken" : "ignored";
    expect(declared).toBe(seen);
  },
);

test("a limit of connections is none: each that ends before it has logged in lets one more in", async () => {
  const [port = 0] = await freePorts(1);
  const file = main(port, {});
  await start([{ ...file, parts: [...file.parts, "max_connections 2\n"] }, ...rights], port);
  for (let count = 0; count < 3; count++) await logIn(port, "a", { password: "wrong" });
  const clients = [];
  for (let count = 0; count < 5; count++) clients.push(await logIn(port, "a"));
  expect(clients.filter((client) => client?.isConnected())).toHaveLength(5);
  await Promise.all(clients.map((client) => client?.close()));
});

test("a reload drops what is set below the listener, though the file is the same", async () => {
  const [port = 0] = await freePorts(1);
  const running = await start([main(port, { max_qos: 1 }), ...rights], port);
  expect(await effects["max_qos"]?.(port)).toBe("small");
  await running.reload();
  expect(await effects["max_qos"]?.(port)).toBe("large");
});
