import { copyFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ProbeConnection } from "../../../compiler/live.ts";
import { nodeHost } from "../../../deploy/host/node-host.ts";
import { credentialsOf } from "../../../deploy/credentials/credentials.ts";
import { openSession } from "../../../deploy/verify/session.ts";
import { verify } from "../../../deploy/verify/verify.ts";
import { eventText } from "../../disturbed/event-text.ts";
import { clientsOf } from "../../disturbed-plants/clients-of.ts";
import { copiedExample } from "../../harness/copied-example.ts";
import { type MeshOfSites, startMeshOfSites } from "../../namespaces/mesh-of-sites.ts";
import { reached } from "../../namespaces/reached.ts";
import { canMakeWorlds, makeWorld, type World } from "../../namespaces/world.ts";
import { until } from "../../nats/until.ts";
import { failuresOf } from "../../verify/fault.ts";

// In a pipeline networks that cannot be made are a failure, not a reason to say nothing.
const isSkipped = !canMakeWorlds() && process.env["CI"] === undefined;

const cloud = "203.0.113.10";
const inside = "10.0.0.2";
/** Both plants have the same private address, as plants have, and a NAT each. */
const plants = [
  { name: "oslo", nat: "oslo-nat", outside: "203.0.113.21" },
  { name: "lyon", nat: "lyon-nat", outside: "203.0.113.22" },
];
const elsewhere = ["cloud", "outside"];

describe.skipIf(isSkipped)("the example iot, its plants behind NAT", () => {
  let world: World;
  let mesh: MeshOfSites;
  let alone: Promise<void> | undefined;
  let folder = "";

  beforeAll(async () => {
    folder = copiedExample("iot");
    const overlay = "behind-nat.yaml";
    copyFileSync(join(import.meta.dirname, "../../namespaces", overlay), join(folder, overlay));
    world = await makeWorld({
      nats: plants.map(({ nat, outside }) => ({ name: nat, address: outside })),
      sites: [
        { name: "cloud", address: cloud },
        { name: "outside", address: "203.0.113.99" },
        ...plants.map(({ name, nat }) => ({ name, nat, address: inside })),
      ],
    });
    mesh = await startMeshOfSites(world, folder, [overlay]);
  });

  afterAll(async () => {
    await alone;
    await world?.close();
    await mesh?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Every listener of a plant, and of the cloud. */
  const portsAt = (site: string) =>
    mesh.workloads
      .filter(({ environment }) => environment === site)
      .flatMap(({ instances }) => instances.flatMap(({ listeners }) => listeners.map(({ port }) => port)));

  test("every broker speaks TLS, and the process of a link goes to the address of the cloud, which it knows by its authority", () => {
    expect([...mesh.ground.topology.brokers.values()].filter(({ tls }) => !tls)).toEqual([]);
    const text = mesh.read("link.oslo.uplink", "up.yaml");
    expect(text).toContain(`tls://${cloud}:`);
    expect(text).toContain(`ssl://${inside}:`);
    expect(text).toContain('"root_cas_file": "hub-authorities.pem"');
    expect(mesh.read("link.oslo.uplink", "hub-authorities.pem")).toContain("BEGIN CERTIFICATE");
  });

  test.each(plants)(
    "nobody outside can open a connection into $name, whose listeners answer in it",
    async (plant) => {
      const ports = portsAt(plant.name);
      expect(ports.length).toBeGreaterThan(0);
      for (const port of ports) {
        expect(await reached(world, plant.name, inside, port)).toBe("connected");
        expect(await reached(world, plant.nat, inside, port)).toBe("connected");
        for (const from of elsewhere) {
          expect(await reached(world, from, plant.outside, port)).toBe("ECONNREFUSED");
          expect(await reached(world, from, inside, port)).toBe("ENETUNREACH");
        }
      }
      const [other] = plants.filter(({ name }) => name !== plant.name);
      expect(await reached(world, other?.name ?? "", plant.outside, ports[0] ?? 0)).toBe("ECONNREFUSED");
      expect(await reached(world, plant.name, cloud, portsAt("cloud")[0] ?? 0)).toBe("connected");
    },
  );

  test("nor can who knows the plant's own address and sends to it by way of its NAT", async () => {
    const [port = 0] = portsAt("oslo");
    await world.run("outside", "ip", ["route", "add", `${inside}/32`, "via", plants[0]?.outside ?? ""]);
    expect(await reached(world, "outside", inside, port)).toBe("no answer");
  });

  test("every alarm of both plants is stored at the cloud once each", async () => {
    const { topology, running, engines: spoken } = mesh.ground;
    const protocols = new Map([...spoken].map(([name, engine]) => [name, engine.protocols]));
    const clients = clientsOf({
      credentials(application) {
        const result = credentialsOf(topology, running, protocols, application);
        if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join("; "));
        return result.value;
      },
    });
    try {
      const heard: string[] = [];
      await clients.read("control-room", (text) => void heard.push(text), true);
      const sent = await Promise.all(
        plants.map(async ({ name }) => {
          const publisher = `safety-${name}`;
          const send = await clients.publish(publisher, true);
          const events = Array.from({ length: 250 }, (_, sequence) => ({
            phase: "run" as const,
            publisher,
            sequence,
          }));
          const taken = await Promise.all(events.map((event) => send(event, () => false)));
          expect(taken.every(Boolean)).toBe(true);
          return events.map(eventText);
        }),
      );
      expect(clients.refused()).toEqual([]);
      await until(() => heard.length >= sent.flat().length, 20_000);
      expect(heard.toSorted()).toEqual(sent.flat().toSorted());
    } finally {
      await clients.close();
    }
  });

  test("everything verifies, with clients in the networks of their brokers", async () => {
    const report = await verify(mesh.ground, { rights: true });
    expect(failuresOf(report)).toEqual([]);
    const ways = new Set(report.flows.map(({ path }) => path.join(" ")));
    expect([...ways].toSorted()).toEqual(["core lyon", "core oslo", "lyon core", "oslo core"]);
  });

  test("five hundred events each way arrive once each", async () => {
    const connection = async (application: string, broker: string): Promise<ProbeConnection> => {
      const login = { identity: `application.${application}`, kind: "application" } as const;
      const session = await openSession(mesh.ground, login, broker, `${broker}-0`);
      if (!("connection" in session)) throw new Error(session.failure);
      return session.connection;
    };
    const [press, room] = [await connection("oslo-press", "oslo"), await connection("control-room", "core")];
    const down = await press.subscribe("works/settings/oslo/press/changed");
    const up = await room.subscribe("works.readings.oslo.press.measured");
    const texts = Array.from({ length: 500 }, (_, index) => `event ${index}`);
    for (let at = 0; at < texts.length; at += 50)
      await Promise.all(
        texts.slice(at, at + 50).flatMap((text) => {
          const payload = new TextEncoder().encode(text);
          return [
            press.publish("works/readings/oslo/press/measured", payload),
            room.publish("works.settings.oslo.press.changed", payload),
          ];
        }),
      );
    for (const { received } of [up, down]) {
      await until(() => received.length >= texts.length, 10_000);
      const heard = received.map(({ payload }) => new TextDecoder().decode(payload));
      expect(heard.toSorted()).toEqual(texts.toSorted());
    }
    await Promise.all([press.close(), room.close()]);
  });

  test("all that ran in the networks is gone with them", async () => {
    const all = async () => {
      const running = await nodeHost().processes.all();
      return running.filter(({ commandLine }) => commandLine.some((word) => word.includes("meshc-sites-")));
    };
    const brokers = async () =>
      (await nodeHost().processes.all()).filter(({ folder }) => folder?.includes("meshc-sites-"));
    expect((await all()).length + (await brokers()).length).toBeGreaterThan(0);
    alone = world.close();
    await alone;
    expect(await until(async () => (await brokers()).length + (await all()).length === 0, 5_000)).toBe(true);
  });
});
