import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openRunningMesh } from "../../deploy/open-running-mesh.ts";
import { fileStore } from "../../deploy/state/file-store.ts";
import { inspectProvisions } from "../../deploy/status/inspect-provisions.ts";
import { stay } from "../../deploy/up/stay.ts";
import type { UpEvent } from "../../deploy/up/up-event.ts";
import { pair } from "./manifests.ts";
import { meshFolder } from "./mesh-folder.ts";

test("shows health, links and generation of each instance while all is well", async () => {
  const mesh = await meshFolder(pair());
  await mesh.up();
  expect(await mesh.status()).toMatchObject({
    ok: true,
    value: {
      version: 1,
      ok: true,
      environments: [
        {
          name: "centre",
          generation: 1,
          brokers: [{ name: "hub", instance: "hub-0", healthy: true, links: [], drift: [] }],
        },
        {
          name: "plant",
          generation: 1,
          brokers: [
            {
              name: "line",
              instance: "line-0",
              healthy: true,
              links: [{ name: "line.uplink", what: 'link "line.uplink"', connected: true }],
              drift: [],
            },
          ],
        },
      ],
    },
  });
});

test("shows what died, the link that is cut by it, and changes nothing", async () => {
  const mesh = await meshFolder(pair());
  await mesh.up();
  process.kill(mesh.instance("centre", "hub-0").process?.pid ?? 0, "SIGKILL");
  await expect.poll(async () => (await mesh.processes()).length).toBe(1);
  const cut = { connected: false };
  await expect
    .poll(async () => mesh.status(), { timeout: 10_000 })
    .toMatchObject({
      value: {
        ok: false,
        environments: [
          { brokers: [{ healthy: false, drift: ["its process has ended"] }] },
          { brokers: [{ healthy: true, links: [cut], drift: [] }] },
        ],
      },
    });
  expect(await mesh.processes()).toHaveLength(1);
});

test("waits for a server that is held up for some seconds, and says of one that hangs that it does not answer", async () => {
  const mesh = await meshFolder(pair());
  await mesh.up();
  const hub = mesh.instance("centre", "hub-0").process?.pid ?? 0;
  onTestFinished(() => void process.kill(hub, "SIGCONT"));
  process.kill(hub, "SIGSTOP");
  const later = setTimeout(() => process.kill(hub, "SIGCONT"), 4_000);
  onTestFinished(() => clearTimeout(later));
  expect(await mesh.status()).toMatchObject({ value: { ok: true } });
  process.kill(hub, "SIGSTOP");
  expect(await mesh.status()).toMatchObject({
    value: {
      ok: false,
      environments: [{ brokers: [{ healthy: false, drift: ["it runs and does not answer"] }] }, {}],
    },
  });
});

test("says that nothing is up where nothing is", async () => {
  const mesh = await meshFolder(pair());
  expect((await mesh.status()).diagnostics[0]).toMatchObject({ code: "MESH5115" });
  expect((await openRunningMesh(mesh.host, mesh.folder)).diagnostics[0]).toMatchObject({ code: "MESH5115" });
  await mesh.up();
  await mesh.down();
  expect(await mesh.status()).toMatchObject({
    value: { ok: false, environments: [{ brokers: [{ drift: ["it is down"] }] }, {}] },
  });
  expect((await openRunningMesh(mesh.host, mesh.folder)).diagnostics[0]).toMatchObject({ code: "MESH5115" });
});

test("shows what an interrupted run did not come to", async () => {
  const mesh = await meshFolder(pair());
  const controller = new AbortController();
  const onEvent = (event: UpEvent): void => {
    if (event.kind === "instance" && event.to === "starting") controller.abort();
  };
  await mesh.up({ interruption: controller.signal, onEvent });
  const drift = ["it is down", "a change of it was begun and not seen to end"];
  expect(await mesh.status()).toMatchObject({
    value: { ok: false, environments: [{}, { brokers: [{ instance: "line-0", healthy: false, drift }] }] },
  });
});

test("tells where instances listen and what identities log in with", async () => {
  const mesh = await meshFolder(pair());
  await mesh.up();
  const running = await openRunningMesh(mesh.host, mesh.folder);
  if (!running.ok) throw new Error("not up");
  const port = mesh.instance("centre", "hub-0").ports["nats"];
  expect(running.value.endpoint("hub-0", "nats")).toEqual({ host: "127.0.0.1", port });
  expect(running.value.endpoint("hub-0", "mqtt")).toBeUndefined();
  expect(running.value.seedOf("application.till")).toMatch(/^SU/);
  expect(running.value.seedOf("application.other")).toBeUndefined();
});

test("stays until interrupted, telling once of an instance that died", async () => {
  const mesh = await meshFolder(pair());
  await mesh.up();
  const controller = new AbortController();
  const events: UpEvent[] = [];
  const { host, folder: manifestFolder } = mesh;
  const progress = (event: UpEvent): void => void events.push(event);
  const staying = stay({ host, manifestFolder, progress, interruption: controller.signal });
  process.kill(mesh.instance("plant", "line-0").process?.pid ?? 0, "SIGKILL");
  await expect.poll(() => events.length, { timeout: 5_000 }).toBe(1);
  controller.abort();
  expect(await staying).toBe("interrupted");
  expect(events).toEqual([
    { kind: "instance", instance: "line-0", to: "died", why: "`meshc up` starts it again" },
  ]);
});

test("stays without a trace in whoever may interrupt it, however long", async () => {
  const mesh = await meshFolder(pair());
  await mesh.up();
  const controller = new AbortController();
  let pauses = 0;
  const sleep = async () => {
    pauses += 1;
    if (pauses === 30) controller.abort();
  };
  const warnings: Error[] = [];
  const note = (warning: Error) => void warnings.push(warning);
  process.on("warning", note);
  onTestFinished(() => void process.off("warning", note));
  const { folder: manifestFolder } = mesh;
  const host = { ...mesh.host, sleep };
  const staying = stay({ host, manifestFolder, progress: () => undefined, interruption: controller.signal });
  expect(await staying).toBe("interrupted");
  await mesh.host.sleep(50);
  expect(warnings).toEqual([]);
});

test("leaves when somebody else takes the mesh down", async () => {
  const mesh = await meshFolder(pair());
  await mesh.up();
  const { host, folder: manifestFolder } = mesh;
  const events: UpEvent[] = [];
  const progress = (event: UpEvent): void => void events.push(event);
  const staying = stay({ host, manifestFolder, progress, interruption: new AbortController().signal });
  await mesh.down();
  expect(await staying).toBe("down");
  expect(events).toEqual([]);
});

test("stays while the record cannot be read, and blames nobody who is at work", async () => {
  const mesh = await meshFolder(pair());
  await mesh.up();
  const { host, folder: manifestFolder } = mesh;
  const controller = new AbortController();
  const events: UpEvent[] = [];
  const progress = (event: UpEvent): void => void events.push(event);
  const store = fileStore(host, mesh.upFolder);
  const lock = await store.lock(["mesh"], "meshc down");
  if (!lock.ok) throw new Error("held by somebody");
  process.kill(mesh.instance("plant", "line-0").process?.pid ?? 0, "SIGKILL");
  const staying = stay({ host, manifestFolder, progress, interruption: controller.signal });
  await host.sleep(1_200);
  expect(events).toEqual([]);
  await store.unlock(lock.value);
  await expect.poll(() => events.length, { timeout: 5_000 }).toBe(1);

  const document = join(mesh.upFolder, "mesh.json");
  const text = readFileSync(document);
  writeFileSync(document, "{");
  await host.sleep(1_200);
  writeFileSync(document, text);
  controller.abort();
  expect(await staying).toBe("interrupted");
});

test("a status tells brokers and links by the names that they have now, and by no others once those are taken back", async () => {
  const mesh = await meshFolder(pair());
  const told = async () => {
    const found = await mesh.status();
    const instances = found.ok ? found.value.environments.flatMap(({ brokers }) => brokers) : [];
    return instances.map(({ name, instance, links }) => [
      name,
      instance,
      ...links.flatMap((link) => [link.name, link.what]),
    ]);
  };
  await mesh.up();
  const plain = [
    ["hub", "hub-0"],
    ["line", "line-0", "line.uplink", 'link "line.uplink"'],
  ];
  expect(await told()).toEqual(plain);
  mesh.write(
    pair()
      .replace("  hub: {", "  centre: { renamedFrom: hub,")
      .replace("  line: {", "  floor: { renamedFrom: line,")
      .replaceAll("broker: hub", "broker: centre")
      .replaceAll("broker: line", "broker: floor"),
  );
  const { touched, events } = await mesh.up();
  expect([touched, events.filter(({ kind }) => kind === "instance")]).toEqual([[], []]);
  expect(await told()).toEqual([
    ["centre", "hub-0"],
    ["floor", "line-0", "floor.uplink", 'link "floor.uplink"'],
  ]);
  mesh.write(pair());
  await mesh.up();
  expect(await told()).toEqual(plain);
});

test("what a broker stores is told by the name that the broker has now", async () => {
  const provisions = [{ kind: "stream", name: "orders", settings: {}, stage: 0, copies: true }];
  const record = { broker: "core", called: "centre", engine: "nats", ports: {}, provisions };
  const content = { environment: "here", generation: 1, instances: { "core-0": record } };
  const inspection = { engines: new Map(), lookUp: () => undefined, secrets: {} };
  const stored = await inspectProvisions(inspection as never, content as never, []);
  expect(stored).toMatchObject([{ broker: "centre", name: "orders" }]);
});
