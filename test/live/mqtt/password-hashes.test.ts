import { onTestFinished, expect, test } from "vitest";
import { type ClientLogin, ProbeRefused } from "../../../compiler/live.ts";
import type { Endpoint } from "../../../compiler/model/address.ts";
import { bcryptHash } from "../../../deploy/hashes/bcrypt-hash.ts";
import { pbkdf2Hash } from "../../../deploy/hashes/pbkdf2-hash.ts";
import { nodeHost } from "../../../deploy/host/node-host.ts";
import { newPasswordPair } from "../../../deploy/password-pair.ts";
import { answersMqtt } from "../../../targets/protocols/mqtt/live/answers-mqtt.ts";
import { connectMqtt } from "../../../targets/protocols/mqtt/live/connect-mqtt.ts";
import { logIn } from "../../../targets/protocols/mqtt/live/log-in.ts";
import { findNatsServer } from "../../../tools/nats-server.mjs";
import { runMosquitto } from "../../mqtt/running-mosquitto.ts";
import { type StartedProgram, startProgram } from "../../mqtt/started-program.ts";
import { freePorts } from "../../nats/free-ports.ts";
import { pause, until } from "../../nats/until.ts";

const [till, panel] = ["application.till", "application.panel"];

/** Passwords by user. */
type Passwords = Readonly<Record<string, string>>;

/** A broker that knows users by hashes of their passwords, and can be given others. */
interface Broker extends Pick<StartedProgram, "log"> {
  readonly endpoint: Endpoint;
  change(passwords: Passwords): void;
}

async function mosquitto(passwords: Passwords): Promise<Broker> {
  const text = (of: Passwords) =>
    Object.entries(of)
      .map(([user, password]) => `${user}:${pbkdf2Hash(password)}\n`)
      .join("");
  const running = await runMosquitto({ users: {}, files: { passwords: text(passwords) } });
  return {
    ...running,
    change(others) {
      running.write("passwords", text(others));
      running.signal("SIGHUP");
    },
  };
}

async function nats(version: string, passwords: Passwords): Promise<Broker> {
  const [port = 0, client = 0] = await freePorts(2);
  const endpoint = { host: "127.0.0.1", port };
  const text = (of: Passwords) =>
    JSON.stringify({
      server_name: "mqtt",
      listen: `127.0.0.1:${client}`,
      mqtt: { listen: `127.0.0.1:${port}` },
      jetstream: { store_dir: "store" },
      accounts: {
        MESH: {
          jetstream: "enabled",
          users: Object.entries(of).map(([user, password]) => ({ user, password: bcryptHash(password) })),
        },
      },
    });
  const running = startProgram(await findNatsServer(version), ["-c", "nats.conf"], {
    "nats.conf": text(passwords),
  });
  onTestFinished(() => running.stop());
  expect(await until(() => answersMqtt(endpoint), 20_000), running.log()).toBe(true);
  return {
    ...running,
    endpoint,
    change(others) {
      running.write("nats.conf", text(others));
      running.signal("SIGHUP");
    },
  };
}

async function letsIn({ endpoint }: Broker, login: ClientLogin): Promise<boolean> {
  try {
    await (await connectMqtt(endpoint, login, 4)).close();
    return true;
  } catch (error) {
    if (error instanceof ProbeRefused) return false;
    throw error;
  }
}

/** Logs in, and tells whether the broker has ended that. */
async function stay({ endpoint }: Broker, login: ClientLogin): Promise<() => boolean> {
  const { client, ended } = await logIn(endpoint, login, 4);
  onTestFinished(() => void client.stream.destroy());
  let isOver = false;
  void ended.then(() => (isOver = true));
  return () => isOver;
}

test.each([
  ["Mosquitto", mosquitto],
  ["nats-server 2.10", (passwords: Passwords) => nats("2.10.26", passwords)],
  ["nats-server 2.12", (passwords: Passwords) => nats("2.12.8", passwords)],
  ["nats-server 2.15", (passwords: Passwords) => nats("2.15.1", passwords)],
])("%s knows a password by its hash, and lets go of whoever has the one before", async (_, start) => {
  const [first, next, other] = [0, 1, 2].map(() => newPasswordPair(nodeHost()).seed) as [
    string,
    string,
    string,
  ];
  const broker = await start({ [till]: first, [panel]: other });
  expect(await letsIn(broker, { user: till, secret: first })).toBe(true);
  for (const secret of [next, other, `${first.slice(0, -1)}${first.endsWith("0") ? "1" : "0"}`])
    expect(await letsIn(broker, { user: till, secret })).toBe(false);
  expect(await letsIn(broker, { user: panel, secret: first })).toBe(false);
  // Some servers complain of passwords that stand there as they are, and of hashes that are too cheap.
  expect(broker.log()).not.toMatch(/plaintext|bcrypt|cost/i);

  const [tillEnded, panelEnded] = [
    await stay(broker, { user: till, secret: first }),
    await stay(broker, { user: panel, secret: other }),
  ];
  // The same passwords, hashed anew, are the same file: a reload ends nobody.
  broker.change({ [till]: first, [panel]: other });
  await pause(500);
  expect([tillEnded(), panelEnded()]).toEqual([false, false]);

  broker.change({ [till]: next, [panel]: other });
  expect(await until(() => tillEnded(), 5_000)).toBe(true);
  expect(await until(() => letsIn(broker, { user: till, secret: next }), 5_000)).toBe(true);
  expect(await letsIn(broker, { user: till, secret: first })).toBe(false);
  expect(panelEnded()).toBe(false);
});
