import { jetstream } from "@nats-io/jetstream";
import { expect, test } from "vitest";
import type { WorkloadInstance } from "../../../compiler/model/workload.ts";
import { natsServerVersions } from "../../../tools/nats-server.mjs";
import { provisionMesh } from "../../nats/provision-mesh.ts";
import type { RunningMesh } from "../../nats/running-mesh.ts";
import type { SmallMesh } from "../../nats/small-mesh.ts";
import { client, publishStored } from "../../nats/stored-mesh.ts";
import { until } from "../../nats/until.ts";
import { withMesh } from "../../nats/with-mesh.ts";

/** Edges that store, one below the other, an edge that stores nothing below them, and a hub that leads to the home. */
const small: SmallMesh = {
  brokers: {
    core: { role: "hub", replicas: 3, storage: true },
    west: { role: "hub" },
    site: { role: "edge", uplink: ["core"], storage: true },
    line: { role: "edge", uplink: ["site"], storage: true },
    bare: { role: "edge", uplink: ["site"] },
    shed: { role: "edge", uplink: ["west"], storage: true },
  },
  domains: { orders: ["created"] },
  stored: ["orders"],
  applications: {
    shop: { broker: "core", publish: ["orders.created"] },
    robot: { broker: "line", publish: ["orders.created"] },
    scale: { broker: "bare", publish: ["orders.created"] },
    gate: { broker: "shed", publish: ["orders.created"] },
    billing: { broker: "core", subscribe: ["orders.created"], durable: true },
    arm: { broker: "line", subscribe: ["orders.created"], durable: true },
    fork: { broker: "shed", subscribe: ["orders.created"], durable: true },
    packer: { broker: "bare", subscribe: ["orders.created"], durable: true },
  },
};

/** Reads as an application, all that comes within a second. */
async function readAll(
  mesh: RunningMesh,
  application: string,
  instance: string,
  stream: string,
  domain?: string,
): Promise<readonly string[]> {
  const connection = await client(mesh, application, instance);
  try {
    const consumer = await jetstream(connection, domain === undefined ? {} : { domain }).consumers.get(
      stream,
      application,
    );
    const texts: string[] = [];
    for (;;) {
      const message = await consumer.next({ expires: 1_000 });
      if (!message) return texts.toSorted();
      if (!(await message.ackAck())) throw new Error("an acknowledgement was not taken");
      texts.push(message.string());
    }
  } finally {
    await connection.close();
  }
}

const readers = [
  ["billing", "core-0", "orders", undefined],
  ["arm", "line-0", "orders_at_line", undefined],
  ["fork", "shed-0", "orders_at_shed", undefined],
  ["packer", "bare-0", "orders", "hub"],
] as const;

/** What each reader got by the time that it had as much as is due, or has waited long. */
async function readByAll(mesh: RunningMesh, due: number): Promise<readonly (readonly string[])[]> {
  const all = readers.map(async ([application, instance, stream, domain]) => {
    const texts: string[] = [];
    await until(async () => {
      texts.push(...(await readAll(mesh, application, instance, stream, domain).catch(() => [])));
      return texts.length >= due;
    }, 60_000);
    return texts.toSorted();
  });
  return Promise.all(all);
}

test.concurrent.each(natsServerVersions)(
  "NATS %s: what is published at edges that store comes home, and copies of all of it to edges, once each",
  (version) =>
    withMesh(version, small, async (mesh) => {
      await provisionMesh(mesh);
      const all = ["gate", "robot", "scale", "shop"];
      expect(await publishStored(mesh, "shop", "core-1", "shop")).toBe("orders");
      expect(await publishStored(mesh, "robot", "line-0", "robot")).toBe("orders_from_line");
      expect(await publishStored(mesh, "scale", "bare-0", "scale")).toBe("orders_from_site");
      expect(await publishStored(mesh, "gate", "shed-0", "gate")).toBe("orders_from_shed");
      expect(await readByAll(mesh, all.length)).toEqual(readers.map(() => all));
      expect(await readByAll(mesh, 0)).toEqual(readers.map(() => []));
    }),
);

test.concurrent.each(natsServerVersions)(
  "NATS %s: an edge that is cut off keeps what is published there and gives its readers what it has",
  (version) =>
    withMesh(version, small, async (mesh) => {
      await provisionMesh(mesh);
      await publishStored(mesh, "shop", "core-0", "first");
      expect(await readByAll(mesh, 1)).toEqual(readers.map(() => ["first"]));
      await mesh.server("site-0").stop("SIGKILL");
      for (const number of [1, 2, 3])
        expect(await publishStored(mesh, "robot", "line-0", `kept ${number}`)).toBe("orders_from_line");
      expect(await publishStored(mesh, "shop", "core-0", "meanwhile")).toBe("orders");
      await mesh.start("site-0");
      await mesh.linked();
      const rest = ["kept 1", "kept 2", "kept 3", "meanwhile"];
      expect(await readByAll(mesh, rest.length)).toEqual(readers.map(() => rest));
    }),
);

/** One hub and one edge, so that each right is looked at by itself. */
const pair: SmallMesh = {
  brokers: {
    core: { role: "hub", storage: true },
    site: { role: "edge", uplink: ["core"], storage: true },
  },
  domains: { orders: ["created"] },
  stored: ["orders"],
  applications: {
    till: { broker: "site", publish: ["orders.created"] },
    billing: { broker: "core", subscribe: ["orders.created"], durable: true },
    shelf: { broker: "site", subscribe: ["orders.created"], durable: true },
  },
};
/** Enough that what copies has to ask for more. */
const many = 4_000;

const drawing = [
  "$JSC.R.*",
  "_INBOX_.copy.orders_from_site.>",
  "$JS.edge_site.API.CONSUMER.CREATE.orders_from_site",
  "$JS.FC.orders_from_site.>",
];
const filling = [
  "$JSC.R.*",
  "_INBOX_.copy.orders_at_site.>",
  "$JS.hub.API.CONSUMER.CREATE.orders",
  "$JS.FC.orders.>",
];

/** How many events are in a stream. */
async function countIn(mesh: RunningMesh, instance: string, stream: string): Promise<number> {
  const found = JSON.stringify(await mesh.server(instance).ask("/jsz?streams=true"));
  return Number(new RegExp(`"name":"${stream}".*?"messages":(\\d+)`).exec(found)?.[1] ?? 0);
}

/** The instance without one subject in the rights of the link. */
function without(
  instance: WorkloadInstance,
  side: "publish" | "subscribe",
  subject: string,
): WorkloadInstance {
  const files = instance.files.map((file) => ({
    ...file,
    parts: file.parts.map((part) => {
      if (typeof part !== "string" || !part.includes("_INBOX_.copy")) return part;
      const start = part.indexOf(side);
      const at = part.indexOf(JSON.stringify(subject), start);
      return `${part.slice(0, at)}"nothing"${part.slice(at + subject.length + 2)}`;
    }),
  }));
  return { ...instance, files };
}

async function publishMany(mesh: RunningMesh): Promise<void> {
  const connection = await client(mesh, "till", "site-0");
  const payload = new Uint8Array(1_000);
  for (let sent = 0; sent < many; sent += 200)
    await Promise.all(
      Array.from({ length: 200 }, () => jetstream(connection).publish("orders.created", payload)),
    );
  await connection.close();
}

const newest = natsServerVersions.at(-1) ?? "";
const cases = [
  ...drawing.map((subject, index) => ({ subject, side: index < 2 ? "publish" : "subscribe", at: "orders" })),
  ...filling.map((subject, index) => ({ subject, side: index < 2 ? "subscribe" : "publish", at: "copy" })),
] as const;

test.concurrent.each(cases)("without $side of $subject not all of it comes to $at", ({ subject, side, at }) =>
  withMesh(newest, pair, async (mesh) => {
    const core = mesh.workloads.flatMap(({ instances }) => instances).find(({ name }) => name === "core-0");
    if (!core) throw new Error("no core-0");
    await mesh.server("core-0").stop();
    await mesh.start("core-0", without(core, side as "publish" | "subscribe", subject));
    await mesh.linked();
    await provisionMesh(mesh);
    await publishMany(mesh);
    const [instance, stream] = at === "orders" ? ["core-0", "orders"] : ["site-0", "orders_at_site"];
    const full = () => until(async () => (await countIn(mesh, instance, stream)) >= many, 12_000);
    expect(await full()).toBe(false);
  }),
);

test("with all of them everything comes to both", () =>
  withMesh(newest, pair, async (mesh) => {
    await provisionMesh(mesh);
    await publishMany(mesh);
    const full = async () =>
      (await countIn(mesh, "core-0", "orders")) === many &&
      (await countIn(mesh, "site-0", "orders_at_site")) === many;
    expect(await until(full, 30_000)).toBe(true);
  }));
