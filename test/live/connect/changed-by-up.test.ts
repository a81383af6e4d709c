import { appendFileSync, chmodSync } from "node:fs";
import { join } from "node:path";
import { jetstream } from "@nats-io/jetstream";
import { expect, onTestFinished, test } from "vitest";
import { errorsOf, meshFolder } from "../../deploy/mesh-folder.ts";
import { attach } from "../../mosquitto/attached.ts";
import { areas, changingList, lines, type Wanted } from "../../mosquitto/changing-list.ts";
import { logIn } from "../../mosquitto/mqtt-client.ts";
import { pause, until } from "../../nats/until.ts";

/** Lists in a row; `north` comes down and `one` goes up all the time. */
const changes: readonly Wanted[] = [
  { areas: ["north"], lines: ["one"] },
  { areas: ["north", "east"], lines: ["one"] },
  { areas: ["north", "east"], lines: ["one", "two"] },
  { areas: ["north"], lines: ["one", "three"] },
  { areas, lines: ["one"] },
  { areas: ["north", "west"], lines },
  { areas: ["north"], lines: ["one", "four"] },
  { areas: ["north", "south"], lines: ["one", "two", "four"] },
  { areas, lines },
  { areas: ["north"], lines },
  { areas: ["north", "east"], lines: ["one"] },
];

type Mesh = Awaited<ReturnType<typeof meshFolder>>;

/** The same mesh, whose events are stored, so that its link is one that a process carries. */
function stored(wanted: Wanted): string {
  const manifest = JSON.parse(changingList(wanted));
  manifest.brokers.hub.storage = "64Mi";
  manifest.domains.orders.delivery = "at-least-once";
  // Whatever is read, all that is published is kept at the hub.
  manifest.applications.gauge.publish[0].where.area = wanted.lines;
  return JSON.stringify(manifest);
}

/** Publishes one event after the other until it is told to end; resolves to what was acknowledged. */
function keepSending(publish: (text: string) => Promise<unknown>) {
  const acknowledged: string[] = [];
  const over = new AbortController();
  const sent = (async () => {
    for (let number = 0; !over.signal.aborted; number++) {
      await publish(`${number}`);
      acknowledged.push(`${number}`);
      await pause(5);
    }
  })();
  const end = async () => (over.abort(), await sent, acknowledged);
  onTestFinished(() => over.abort());
  return end;
}

async function atPlant(mesh: Mesh, application: string) {
  const identity = `application.${application}`;
  const client = await logIn(mesh.instance("plant", "plant-0").ports["mqtt"] ?? 0, identity, {
    password: mesh.seed(identity),
  });
  if (!client) throw new Error(`${application} is not let in`);
  onTestFinished(() => client.close());
  return client;
}

/** Events that the process has taken in at the plant since it was started. */
async function takenIn(mesh: Mesh): Promise<number> {
  const port = mesh.instance("plant", "link.plant.uplink").ports["connect"];
  const page = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const lines = page.matchAll(/^input_received\{.*stream="up".*\} (\d+)$/gm);
  return [...lines].reduce((sum, [, count]) => sum + Number(count), 0);
}

test(
  "a link that a process carries, its list changed ten times under traffic, loses and repeats nothing and leaves nothing behind",
  { timeout: 240_000 },
  async () => {
    const mesh = await meshFolder(stored(changes[0] as Wanted));
    expect(errorsOf((await mesh.up()).result)).toEqual([]);
    const screen = await atPlant(mesh, "screen");
    await screen.client.subscribeAsync("orders/+/placed", { qos: 1 });
    const board = await attach(mesh, "board", { broker: "hub", by: "nats" });
    await board.subscribe("orders/one/placed");
    const gauge = await atPlant(mesh, "gauge");
    const control = await mesh.client("hub", "hub-0", "application.control");
    onTestFinished(() => control.close());
    const up = keepSending((text) => gauge.client.publishAsync("orders/one/placed", text, { qos: 1 }));
    const down = keepSending((text) => jetstream(control).publish("orders.north.placed", text));
    for (const wanted of changes.slice(1)) {
      mesh.write(stored(wanted));
      const { result, touched } = await mesh.up();
      expect(errorsOf(result)).toEqual([]);
      expect(touched.filter((one) => one.startsWith("plant-0"))).not.toContain("plant-0 restarting");
      await pause(300);
    }
    const [wentUp, cameDown] = [await up(), await down()];
    const heardAtPlant = () => timesOf(screen.heard.map(({ text }) => text));
    await until(
      () => missing(wentUp, board.heard).length + missing(cameDown, heardAtPlant()).length === 0,
      30_000,
    );
    await pause(1_000);
    console.log(`${wentUp.length} went up, ${cameDown.length} came down`);
    expect(missing(wentUp, board.heard)).toEqual([]);
    expect(missing(cameDown, heardAtPlant())).toEqual([]);
    expect({ up: repeated(board.heard), down: repeated(heardAtPlant()) }).toEqual({ up: [], down: [] });
    await leavesNothing(mesh, gauge);
  },
);

type Times = ReadonlyMap<string, number>;

function timesOf(texts: readonly string[]): Times {
  const times = new Map<string, number>();
  for (const text of texts) times.set(text, (times.get(text) ?? 0) + 1);
  return times;
}

function missing(acknowledged: readonly string[], heard: Times): readonly string[] {
  return acknowledged.filter((text) => !heard.has(text));
}

function repeated(heard: Times): readonly string[] {
  return [...heard].filter(([, times]) => times > 1).map(([text]) => text);
}

/** Asks both brokers: what is listed no more is not given to the link, also where somebody may publish it. */
async function leavesNothing(mesh: Mesh, gauge: Awaited<ReturnType<typeof atPlant>>): Promise<void> {
  const rights = join(mesh.instanceFolder("plant-0"), "acl");
  chmodSync(rights, 0o600);
  appendFileSync(rights, "\nuser application.gauge\ntopic write orders/#\n");
  process.kill(mesh.instance("plant", "plant-0").process?.pid ?? 0, "SIGHUP");
  await pause(1_000);
  const before = await takenIn(mesh);
  for (const line of lines) await gauge.client.publishAsync(`orders/${line}/placed`, "last", { qos: 1 });
  await until(async () => (await takenIn(mesh)) > before, 5_000);
  await pause(1_000);
  expect((await takenIn(mesh)) - before).toBe(1);
  const port = mesh.instance("hub", "hub-0").ports["management"];
  const streams = await (await fetch(`http://127.0.0.1:${port}/jsz?consumers=true&config=true`)).json();
  expect(filtersOf(streams as Consumers)).toEqual(["orders.east.placed", "orders.north.placed"]);
}

interface Consumers {
  readonly account_details: readonly {
    readonly stream_detail: readonly {
      readonly consumer_detail?: readonly {
        readonly name: string;
        readonly config: { readonly filter_subject?: string; readonly filter_subjects?: readonly string[] };
      }[];
    }[];
  }[];
}

/** What a hub gives the link. */
function filtersOf({ account_details: accounts }: Consumers): readonly string[] {
  const consumers = accounts.flatMap(({ stream_detail: streams }) =>
    streams.flatMap(({ consumer_detail: all = [] }) => all),
  );
  const config = consumers.find(({ name }) => name === "link_plant_uplink")?.config;
  return (config?.filter_subjects ?? [config?.filter_subject ?? ""]).toSorted();
}
