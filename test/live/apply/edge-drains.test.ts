import { randomBytes } from "node:crypto";
import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { expect, onTestFinished, test } from "vitest";
import { usualLimits } from "../../../deploy/up/limits.ts";
import { appliedMesh, changesOf, told } from "./applied-mesh.ts";
import { inspector } from "./inspector.ts";
import { slowProxy } from "../../nats/slow-proxy.ts";

type Mesh = Awaited<ReturnType<typeof appliedMesh>>;

/**
 * A plant whose edge keeps orders first, with storage of its own or since they have to outlast an outage; where it is
 * `slow` it dials its hub by an address where a test can keep it back.
 */
const plant = ({ domain = true, till = true, storage = false, slow = false } = {}) => `
apiVersion: meshc/v1
mesh: { name: plant }
teams: { sales: {} }
environments: { centre: { platform: local }, site: { platform: local, dialable: false } }
brokers:
  hub: { environment: centre, engine: nats, storage: 1Gi${slow ? ", address: 127.0.0.2" : ""} }
  line: { environment: site, engine: nats${storage ? ", storage: 1Gi" : ""} }
domains:
  notes: { owner: sales, topic: notes, events: { taken: {} } }
${domain ? "  orders: { owner: sales, topic: orders, delivery: at-least-once, offline: 1h, events: { placed: {} } }" : ""}
applications:
  clerk: { team: sales, broker: line, publish: [notes.taken] }
  reader: { team: sales, broker: hub, subscribe: [notes.taken] }
${domain && till ? "  till: { team: sales, broker: line, publish: [orders.placed] }" : ""}
${domain ? "  ledger: { team: sales, broker: hub, subscribe: [orders.placed], durable: true }" : ""}
`;

async function publish(mesh: Mesh, count: number, text: (number: number) => string = String): Promise<void> {
  const till = await mesh.client("till", "line-0");
  const at = jetstream(till);
  for (let sent = 0; sent < count; sent += 500)
    await Promise.all(
      Array.from({ length: Math.min(500, count - sent) }, (_, each) =>
        at.publish("orders.placed", text(sent + each), { timeout: 20_000 }),
      ),
    );
  await till.close();
}

/** Ends the hub for good, so that what is published at the edge stays there. */
async function endHub(mesh: Mesh): Promise<void> {
  const { running } = await mesh.running();
  const port = running.endpoint("hub-0", "nats")?.port;
  const hub = (await mesh.processes()).filter(({ folder }) => folder?.includes("hub-0"));
  expect({ port: port !== undefined, count: hub.length }).toEqual({ port: true, count: 1 });
  for (const each of hub) await mesh.host.processes.signal(each, "SIGKILL");
}

/** Streams at an instance, each with how many events it holds. */
async function streams(mesh: Mesh, instance: string): Promise<readonly string[]> {
  const { running } = await mesh.running();
  const client = await inspector(running, instance);
  const manager = await jetstreamManager(client, { checkAPI: false });
  const found: string[] = [];
  for await (const name of manager.streams.names()) {
    const { state } = await manager.streams.info(name);
    found.push(`${name} ${state.messages}`);
  }
  await client.close();
  return found.toSorted();
}

async function read(mesh: Mesh): Promise<readonly string[]> {
  const client = await mesh.client("ledger", "hub-0");
  const consumer = await jetstream(client).consumers.get("orders", "ledger");
  const found: string[] = [];
  for await (const message of await consumer.fetch({ max_messages: 50, expires: 1_000 })) {
    found.push(message.string());
    await message.ackAck();
  }
  await client.close();
  return found;
}

test("what an edge keeps is drawn up before the edge gives it up, where its last publisher leaves", async () => {
  const mesh = await appliedMesh({ manifest: plant({ storage: true }) });
  await mesh.applied();
  await endHub(mesh);
  await publish(mesh, 3);
  mesh.write(plant({ storage: true, till: false }));
  const planned = await mesh.plan();
  expect(planned.plan.refused).toEqual([]);
  expect(changesOf(planned).filter((each) => each.includes("DATA LOSS"))).toEqual([]);
  await mesh.applied();
  expect(await streams(mesh, "line-0")).toEqual([]);
  expect(await streams(mesh, "hub-0")).toEqual(["orders 3"]);
  expect(await read(mesh)).toEqual(["0", "1", "2"]);
  expect(changesOf(await mesh.plan())).toEqual([]);
});

test("a domain that an edge keeps first is drained without any loss being allowed", async () => {
  const mesh = await appliedMesh({ manifest: plant() });
  await mesh.applied();
  await endHub(mesh);
  await publish(mesh, 3);
  mesh.write(plant({ domain: false }));
  const { result } = await mesh.apply();
  expect(told(result.diagnostics, "error")).toEqual([]);
  expect(result).toMatchObject({
    ok: true,
    value: {
      held: [
        { kind: "application", name: "ledger", events: 3 },
        { kind: "domain", name: "orders", events: 3 },
      ],
    },
  });
  // Both stay indeed: its reader is let in and finds its place, and the next plan tells of both.
  const rest = changesOf(await mesh.plan());
  for (const each of ["domain orders", "application ledger"])
    expect(rest).toContainEqual(expect.stringContaining(`centre ${each} remove`));
  expect(await read(mesh)).toEqual(["0", "1", "2"]);
  expect((await mesh.applied()).held).toEqual([]);
  expect(changesOf(await mesh.plan())).toEqual([]);
});

test("what is not drawn up yet stays at the edge, and is told", async () => {
  const ports = new Map<string, number>();
  const mesh = await appliedMesh({ manifest: plant({ storage: true, slow: true }) }, ports);
  await mesh.analyzed();
  const proxy = await slowProxy(ports.get("hub leafnode") ?? 0);
  onTestFinished(() => proxy.close());
  await mesh.applied();
  await endHub(mesh);
  proxy.pace(4_000);
  // Minutes of it at that pace, however it is compressed.
  await publish(mesh, 500, () => randomBytes(6_000).toString("base64"));
  mesh.write(plant({ storage: true, slow: true, till: false }));
  const { result } = await mesh.apply({ limits: { ...usualLimits, drawn: 0 } });
  expect(told(result.diagnostics, "error")).toEqual([]);
  expect(told(result.diagnostics, "warning").join("\n")).toMatch(
    /MESH5710 edge "line" keeps [1-9]\d* events of "orders" that are not drawn up yet/,
  );
  expect(result).toMatchObject({ ok: true, value: { held: [{ kind: "domain", name: "orders" }] } });
  expect(await streams(mesh, "line-0")).toEqual(["orders_from_line 500"]);
  proxy.pace(Infinity);
  await mesh.applied();
  expect(await streams(mesh, "line-0")).toEqual([]);
  expect(await streams(mesh, "hub-0")).toEqual(["orders 500"]);
});
