import { expect, onTestFinished, test } from "vitest";
import { errorsOf, meshFolder } from "../../deploy/mesh-folder.ts";
import { attach, type Attached } from "../../mosquitto/attached.ts";
import { bridgeSessions } from "../../mosquitto/bridge-session.ts";
import {
  areas,
  changes,
  changingList,
  lines,
  subjectsOf,
  type Wanted,
} from "../../mosquitto/changing-list.ts";
import { logIn } from "../../mosquitto/mqtt-client.ts";
import { pause } from "../../nats/until.ts";

/** Milliseconds between two rounds of events, one for each area and line. */
const round = 20;
/** A message under way at the end of a time is not held against it, in milliseconds. */
const underWay = 50;

interface Sent {
  readonly text: string;
  readonly topic: string;
  readonly at: number;
}

type Mesh = Awaited<ReturnType<typeof meshFolder>>;

/** A client at the plant that comes back by itself as the broker restarts. */
async function steadyAtPlant(mesh: Mesh, application: string) {
  const identity = `application.${application}`;
  const options = { password: mesh.seed(identity), reconnectPeriod: 50, queueQoSZero: false };
  const client = await logIn(mesh.instance("plant", "plant-0").ports["mqtt"] ?? 0, identity, options);
  if (!client) throw new Error(`${application} is not let in`);
  onTestFinished(() => client.close());
  return client;
}

/** Publishes all the time, what there is nobody for too; resolves to what was sent once it is told to end. */
function keepSending(every: () => readonly Omit<Sent, "at">[], send: (one: Omit<Sent, "at">) => void) {
  const sent: Sent[] = [];
  const timer = setInterval(() => {
    for (const one of every()) {
      sent.push({ ...one, at: performance.now() });
      send(one);
    }
  }, round);
  onTestFinished(() => clearInterval(timer));
  return { sent, end: () => clearInterval(timer) };
}

test(
  "a topic list that changes ten times under traffic leaves nothing behind, and nothing comes twice",
  { timeout: 180_000 },
  async () => {
    const [first] = changes;
    const mesh = await meshFolder(changingList(first as Wanted));
    expect(errorsOf((await mesh.up()).result)).toEqual([]);
    const screen = await steadyAtPlant(mesh, "screen");
    for (const event of ["placed", "cancelled"]) await screen.subscribe(`orders/+/${event}`);
    const gauge = await steadyAtPlant(mesh, "gauge");
    const control = await attach(mesh, "control", { broker: "hub", by: "nats" });
    const boards: Attached[] = [];
    const openBoard = async ({ lines: from }: Wanted) => {
      const board = await attach(mesh, "board", { broker: "hub", by: "nats" });
      for (const line of from) await board.subscribe(`orders/${line}/placed`);
      await boards.at(-1)?.close();
      boards.push(board);
    };
    await openBoard(first as Wanted);
    let number = 0;
    const down = keepSending(
      () => areas.map((area) => ({ topic: `orders/${area}/placed`, text: `down ${area} ${++number}` })),
      ({ topic, text }) => void control.publish(topic, text),
    );
    const up = keepSending(
      () => lines.map((line) => ({ topic: `orders/${line}/placed`, text: `up ${line} ${++number}` })),
      ({ topic, text }) => void gauge.client.publish(topic, text, { qos: 0 }),
    );
    const steady: { readonly from: number; to: number; readonly wanted: Wanted }[] = [];
    const begin = (wanted: Wanted) => steady.push({ from: performance.now(), to: Infinity, wanted });
    begin(first as Wanted);
    await pause(500);
    for (const wanted of changes.slice(1)) {
      mesh.write(changingList(wanted));
      const { result, touched } = await mesh.up({
        // Where the bridge's rights change the hub ends its connection, some 0.1 s before the plant restarts.
        onEvent: ({ kind }) => {
          const last = steady.at(-1);
          if (last && kind === "instance") last.to = Math.min(last.to, performance.now());
        },
      });
      expect(errorsOf(result)).toEqual([]);
      expect(touched.filter((one) => one.startsWith("plant-0"))).toEqual([
        "plant-0 restarting",
        "plant-0 starting",
      ]);
      expect(await bridgeSessions(mesh, "hub-0", "plant.uplink")).toEqual([subjectsOf(wanted)]);
      await openBoard(wanted);
      begin(wanted);
      await pause(500);
    }
    down.end();
    up.end();
    await pause(1_000);
    const atPlant = screen.heard.map(({ text }) => text);
    const atHub = boards.flatMap(({ heard }) => [...heard]);
    const reached = new Set([...atPlant, ...atHub.map(([text]) => text)]);
    const twice = [
      ...atPlant.filter((text, index) => atPlant.indexOf(text) < index),
      ...atHub.filter(([, times]) => times > 1).map(([text]) => text),
    ];
    expect(twice).toEqual([]);
    const owed = (one: Sent) =>
      steady.some(
        ({ from, to, wanted }) =>
          one.at > from &&
          one.at < to - underWay &&
          [...wanted.areas, ...wanted.lines].includes(one.topic.split("/")[1] ?? ""),
      );
    const promised = [...down.sent, ...up.sent].filter(owed);
    expect(promised.length).toBeGreaterThan(1_000);
    expect(promised.filter(({ text }) => !reached.has(text))).toEqual([]);
  },
);
