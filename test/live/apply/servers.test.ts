import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { expect, test } from "vitest";
import { loneHub } from "../../deploy/lone-hub.ts";
import type { ApplyEvent } from "../../../deploy/apply/apply-options.ts";
import { usualLimits } from "../../../deploy/up/limits.ts";
import { appliedMesh, type AppliedMesh, changesOf, told } from "./applied-mesh.ts";
import { inspector } from "./inspector.ts";

const second = (manifest: string) =>
  manifest.replace(/^brokers: \{ (.*) \}$/m, "brokers:\n  $1\n  hb: { environment: centre, engine: nats }");

async function publish(mesh: AppliedMesh, count: number): Promise<void> {
  const till = await mesh.client("till", "ha-0");
  for (let each = 0; each < count; each++) await jetstream(till).publish("orders.placed", `${each}`);
  await till.close();
}

/** How many events are stored, and how many of them wait for the reader. */
async function kept(mesh: AppliedMesh): Promise<{ readonly stored: number; readonly waits: number }> {
  const { running } = await mesh.running();
  const client = await inspector(running, "ha-0");
  const manager = await jetstreamManager(client, { checkAPI: false });
  const { state } = await manager.streams.info("orders");
  const { num_pending: waits } = await manager.consumers.info("orders", "books");
  await client.close();
  return { stored: state.messages, waits };
}

test("a lone hub gets further servers once it is allowed that what it holds is lost, and then that is lost", async () => {
  const mesh = await appliedMesh({ manifest: loneHub(1) });
  await mesh.applied();
  await publish(mesh, 3);
  mesh.write(loneHub(3));
  const refused = await mesh.apply();
  expect(told(refused.result.diagnostics, "error").join()).toMatch(
    /^MESH5706 stored events of ha would be lost: /,
  );
  expect(refused.touched).toEqual([]);
  expect(await kept(mesh)).toEqual({ stored: 3, waits: 3 });
  await mesh.applied({ mayLose: ["ha"] });
  await publish(mesh, 2);
  expect(await kept(mesh)).toEqual({ stored: 2, waits: 2 });
  expect(changesOf(await mesh.plan())).toEqual([]);
});

test("a lone hub gets another hub beside it, and keeps what it holds", async () => {
  const mesh = await appliedMesh({ manifest: loneHub(1) });
  await mesh.applied();
  await publish(mesh, 3);
  mesh.write(second(loneHub(1)));
  await mesh.applied();
  expect(await kept(mesh)).toEqual({ stored: 3, waits: 3 });
  mesh.write(loneHub(1));
  await mesh.applied();
  expect(await kept(mesh)).toEqual({ stored: 3, waits: 3 });
  expect(changesOf(await mesh.plan())).toEqual([]);
});

/** A hub of some servers that stores nothing, with another hub that listens to it and an edge that dials it. */
const heard = (servers: number) =>
  second(loneHub(servers))
    .replace(", storage: 1Gi", "")
    .replace(", delivery: at-least-once", "")
    .replace(
      "broker: ha, subscribe: [orders.placed], durable: true",
      "broker: hb, subscribe: [orders.placed]",
    )
    .replace("{ centre:", "{ plant: { platform: local, dialable: false }, centre:")
    .replace("\n  hb:", "\n  line: { environment: plant, engine: nats, uplink: ha }\n  hb:");

test("servers beside one that is to know no others end as soon as it does, and not once all else is done", async () => {
  const mesh = await appliedMesh({ manifest: heard(3) });
  await mesh.applied();
  mesh.write(heard(1));
  const left: string[] = [];
  const { result, events } = await mesh.apply({
    afterWave: async (number) => {
      const all = await mesh.processes();
      if (number === 1) left.push(...all.flatMap(({ folder }) => /ha-\d$/.exec(folder ?? "") ?? []));
    },
  });
  expect(told(result.diagnostics, "error")).toEqual([]);
  expect(left).toEqual(["ha-0"]);
  const ends = new Set(["healthy", "stopped"]);
  const done = events.flatMap((event) =>
    event.kind === "instance" && ends.has(event.to) ? [event.instance] : [],
  );
  // Whoever restarts for longer does so before, while all are together.
  expect(done.slice(0, 2)).toEqual(["hb-0", "ha-0"]);
  expect(done.slice(2, 4).toSorted()).toEqual(["ha-1", "ha-2"]);
  expect(changesOf(await mesh.plan())).toEqual([]);
});

test("servers that a run left beside one that knows no others are ended by the next", async () => {
  const mesh = await appliedMesh({ manifest: heard(3) });
  await mesh.applied();
  mesh.write(heard(1));
  const over = new AbortController();
  const isAlone = (event: ApplyEvent) =>
    event.kind === "instance" && event.instance === "ha-0" && event.to === "healthy";
  const progress = (event: ApplyEvent): void => void (isAlone(event) && over.abort());
  await mesh.apply({ interruption: over.signal, progress });
  const servers = async () =>
    (await mesh.processes()).flatMap(({ folder }) => /ha-\d$/.exec(folder ?? "") ?? []).toSorted();
  expect(await servers()).toEqual(["ha-0", "ha-1", "ha-2"]);
  const { plan } = await mesh.plan();
  expect(plan.waves.map(({ brokers }) => brokers)).toEqual([["ha"], ["line"]]);
  const { result, touched } = await mesh.apply();
  expect(told(result.diagnostics, "error")).toEqual([]);
  expect(touched.filter((each) => each.startsWith("ha")).toSorted()).toEqual([
    "ha-1 stopped",
    "ha-2 stopped",
  ]);
  expect(await servers()).toEqual(["ha-0"]);
  expect(changesOf(await mesh.plan())).toEqual([]);
});

test("what cannot be removed is told by its name with the broker's own words, and goes with the next apply", async () => {
  const mesh = await appliedMesh({ manifest: loneHub(3) });
  await mesh.applied();
  await publish(mesh, 2);
  mesh.write(loneHub(3).replace(/^domains:[^]*/m, ""));
  const gone = async (): Promise<void> => {
    const all = await mesh.processes();
    for (const each of all.filter(({ folder }) => /ha-[12]$/.test(folder ?? "")))
      await mesh.host.processes.signal(each, "SIGKILL");
  };
  const { result } = await mesh.apply({
    mayLose: ["orders", "books"],
    limits: { ...usualLimits, provision: 8 },
    afterWave: async (number) => {
      if (number === 2) await gone();
    },
  });
  expect(told(result.diagnostics, "error").join("\n")).toMatch(
    /^MESH5711 .*"orders" at ha could not be removed: .+/,
  );
  await mesh.applied({ mayLose: ["orders", "books"] });
  expect(changesOf(await mesh.plan())).toEqual([]);
});
