import { createServer, type Socket } from "node:net";
import { afterAll, expect, test } from "vitest";
import {
  mosquittoText,
  mosquittoUser,
  mosquittoWord,
  mqttFilter,
  refusesMosquittoText,
  refusesMosquittoUser,
  refusesMqttLevel,
} from "../../../targets/kit/mosquitto-value.ts";
import { logIn, type TestClient } from "../../mosquitto/mqtt-client.ts";
import {
  hashOf,
  passwordOf,
  type StartedFile,
  type StartedMosquitto,
  startMosquitto,
} from "../../mosquitto/started-mosquitto.ts";
import { freePorts } from "../../nats/free-ports.ts";
import { hostileStrings } from "../../nats/hostile-strings.ts";
import { pause, until } from "../../nats/until.ts";

const running: StartedMosquitto[] = [];
const clients: TestClient[] = [];

afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await Promise.all(running.map((broker) => broker.stop()));
});

const carried = (refuses: (text: string) => string | undefined) =>
  hostileStrings.filter((text) => refuses(text) === undefined);
const refused = (refuses: (text: string) => string | undefined) =>
  hostileStrings.filter((text) => refuses(text) !== undefined);

function conf(port: number, ...lines: readonly string[]): StartedFile {
  const head = [
    "allow_anonymous false",
    "password_file passwords",
    "acl_file acl",
    "user root",
    "log_dest stderr",
  ];
  return {
    path: "mosquitto.conf",
    parts: [[...head, ...lines, `listener ${port} 127.0.0.1`, ""].join("\n")],
  };
}

function passwords(...names: readonly string[]): StartedFile {
  return { path: "passwords", parts: names.flatMap((name) => [`${name}:${hashOf(passwordOf(name))}\n`]) };
}

async function start(port: number, files: readonly StartedFile[]): Promise<StartedMosquitto> {
  const broker = await startMosquitto(files, port);
  running.push(broker);
  expect(broker.exited(), broker.log()).toBe(false);
  return broker;
}

async function logged(port: number, name: string): Promise<TestClient> {
  const client = await logIn(port, name);
  if (!client) throw new Error(`${JSON.stringify(name)} was not let in`);
  clients.push(client);
  return client;
}

test("there are strings of every kind, and both outcomes among them", () => {
  expect(hostileStrings.length).toBeGreaterThan(80);
  for (const refuses of [
    refusesMosquittoText,
    refusesMosquittoUser,
    (text: string) => refusesMqttLevel(text, false),
  ]) {
    expect(carried(refuses).length).toBeGreaterThan(50);
    expect(refused(refuses).length).toBeGreaterThan(10);
  }
});

test("each user that the files can hold logs in and has its own rights and nobody else's", async () => {
  const [port = 0] = await freePorts(1);
  const names = carried(refusesMosquittoUser);
  const acl = names.map((name, index) => `user ${mosquittoUser(name)}\ntopic write own/${index}\n`);
  await start(port, [conf(port), passwords(...names), { path: "acl", parts: [acl.join("")] }]);
  const wrong: string[] = [];
  for (const [index, name] of names.entries()) {
    const client = await logIn(port, name);
    const own = await client?.publish(`own/${index}`);
    const other = await client?.publish(`own/${(index + 1) % names.length}`);
    if (own !== true || other !== false) wrong.push(name.slice(0, 80));
    await client?.close();
  }
  expect(wrong).toEqual([]);
});

test("each level that the files can hold is a right to that level, and goes over a bridge as it is", async () => {
  const [port = 0, hub = 0] = await freePorts(2);
  const levels = carried((text) => refusesMqttLevel(text, false));
  const filters = levels.map((level) => mqttFilter(["h", level, "end"]));
  const all = { path: "acl", parts: ["user all\ntopic readwrite #\n"] };
  await start(hub, [
    conf(hub),
    passwords("all", "link.x"),
    { ...all, parts: [...all.parts, "user link.x\ntopic write #\n"] },
  ]);
  const acl = `user all\ntopic read #\nuser sender\n${filters.map((filter) => `topic write ${filter}\n`).join("")}`;
  const head = `connection x\naddress 127.0.0.1:${hub}\nremote_username link.x\nremote_password ${passwordOf("link.x")}\n`;
  const topics = filters.map((filter) => `topic ${filter} out 1\n`).join("");
  await start(port, [
    conf(port, "include_dir bridges", "max_queued_messages 100000"),
    passwords("all", "sender"),
    { path: "acl", parts: [acl] },
    { path: "bridges/x.conf", parts: [`${head}notifications false\n${topics}`] },
  ]);
  const [sender, here, beyond] = [
    await logged(port, "sender"),
    await logged(port, "all"),
    await logged(hub, "all"),
  ];
  await here.subscribe("#");
  await beyond.subscribe("#");
  await pause(1_500);
  const wrong: string[] = [];
  for (const level of levels) {
    if (!(await sender.publish(`h/${level}/end`, level))) wrong.push(level);
    const other = `${level}x`;
    if (!levels.includes(other) && (await sender.publish(`h/${other}/end`, other))) wrong.push(other);
  }
  expect(wrong).toEqual([]);
  await until(() => beyond.heard.length >= levels.length, 10_000);
  const wanted = levels.map((level) => ({ topic: `h/${level}/end`, text: level, retained: false }));
  expect(here.heard).toEqual(wanted);
  expect(beyond.heard).toEqual(wanted);
});

test("each text that a line can hold is read back as it was", async () => {
  const [port = 0, fake = 0] = await freePorts(2);
  const texts = carried(refusesMosquittoText).filter((text) => text.length < 65_000);
  const said = await connectsAt(fake);
  const bridges = texts.map((text, index) => {
    const lines = [
      `connection c${index}`,
      `address ${mosquittoWord("127.0.0.1")}:${fake}`,
      "try_private false",
    ];
    const login = [
      `remote_clientid c${index}`,
      `remote_username ${mosquittoText(text)}`,
      `remote_password ${mosquittoText(text)}`,
    ];
    return {
      path: `bridges/${index}.conf`,
      parts: [[...lines, ...login, "notifications false", "topic a out 0", ""].join("\n")],
    };
  });
  await start(port, [
    conf(port, "include_dir bridges"),
    passwords("a"),
    { path: "acl", parts: [""] },
    ...bridges,
  ]);
  await until(() => said.logins.size >= texts.length, 20_000);
  said.close();
  const wrong = texts.filter((text, index) => {
    const login = said.logins.get(`c${index}`);
    return login?.user !== text || login.password !== text;
  });
  expect(wrong).toEqual([]);
});

/** Who dials a port, by client id: user and password as MQTT 3.1.1 has them (3.1). Nobody is answered. */
async function connectsAt(port: number) {
  const logins = new Map<string, { readonly user: string; readonly password: string }>();
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    let bytes = Buffer.alloc(0);
    socket.on("error", () => socket.destroy());
    socket.on("data", (more) => {
      bytes = Buffer.concat([bytes, more]);
      const texts = textsOf(bytes);
      const [id, user, password] = texts ?? [];
      if (id !== undefined) logins.set(id, { user: user ?? "", password: password ?? "" });
    });
  });
  await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
  const close = () => (sockets.forEach((socket) => socket.destroy()), server.close());
  return { logins, close };
}

/** Texts of a whole CONNECT packet behind its head of ten bytes, or `undefined` where it is not whole yet. */
function textsOf(bytes: Buffer): readonly string[] | undefined {
  let [length, at, shift] = [0, 1, 0];
  for (; at < bytes.length; shift += 7) {
    const byte = bytes[at++] ?? 0;
    length |= (byte & 0x7f) << shift;
    if (byte < 0x80) break;
  }
  if (bytes.length < at + length || length === 0) return undefined;
  const texts: string[] = [];
  for (let from = at + 10; from < at + length;) {
    const size = bytes.readUInt16BE(from);
    texts.push(bytes.subarray(from + 2, from + 2 + size).toString());
    from += 2 + size;
  }
  return texts;
}
