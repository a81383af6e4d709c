import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { userInfo } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { pair } from "./manifests.ts";
import { errorsOf, meshFolder } from "./mesh-folder.ts";

test("brings every environment up and linked, and takes it down to the last process and port", async () => {
  const mesh = await meshFolder(pair());
  const { result, events, touched } = await mesh.up();
  expect(errorsOf(result)).toEqual([]);
  expect(touched).toEqual(["hub-0 starting", "line-0 starting"]);
  expect(events.at(-1)).toEqual({ kind: "connected", instance: "line-0", what: 'link "line.uplink"' });
  expect(await mesh.processes()).toHaveLength(2);
  const ports = Object.values({
    ...mesh.instance("centre", "hub-0").ports,
    ...mesh.instance("plant", "line-0").ports,
  });

  expect(await mesh.down()).toMatchObject({ ok: true, value: { ended: 2 } });
  expect(await mesh.processes()).toEqual([]);
  for (const port of ports) expect(await mesh.host.portIsFree(port)).toBe(true);
  expect(readFileSync(join(mesh.instanceFolder("hub-0"), "log"), "utf8")).toContain("Server is ready");

  expect(await mesh.down(true)).toMatchObject({ ok: true, value: { ended: 0 } });
  expect(existsSync(join(mesh.folder, ".meshc"))).toBe(false);
});

test("touches nothing where nothing changed", async () => {
  const mesh = await meshFolder(pair());
  await mesh.up();
  const before = await mesh.processes();
  const document = readFileSync(join(mesh.upFolder, "environments", "plant.json"));
  const written = statSync(join(mesh.instanceFolder("hub-0"), "nats.conf")).mtimeMs;
  const { result, touched, events } = await mesh.up();
  expect(result).toMatchObject({ ok: true, value: { instances: 2, touched: 0 } });
  expect(touched).toEqual([]);
  expect(events.map(({ kind }) => kind)).toEqual(["program", "planned"]);
  expect(await mesh.processes()).toEqual(before);
  expect(readFileSync(join(mesh.upFolder, "environments", "plant.json"))).toEqual(document);
  expect(statSync(join(mesh.instanceFolder("hub-0"), "nats.conf")).mtimeMs).toBe(written);
});

test("comes back with the same keys and ports after down", async () => {
  const mesh = await meshFolder(pair());
  await mesh.up();
  const keys = readFileSync(join(mesh.upFolder, "mesh.json"), "utf8");
  const { ports } = mesh.instance("centre", "hub-0");
  await mesh.down();
  await mesh.up();
  expect(mesh.instance("centre", "hub-0").ports).toEqual(ports);
  expect(readFileSync(join(mesh.upFolder, "mesh.json"), "utf8")).toBe(keys);
});

test("reloads only the broker whose rights changed, its process staying", async () => {
  const mesh = await meshFolder(pair());
  await mesh.up();
  const before = await mesh.processes();
  mesh.write(pair({ applications: "  audit: { team: two, broker: hub, subscribe: [orders.placed] }" }));
  const { result, touched } = await mesh.up();
  expect(errorsOf(result)).toEqual([]);
  expect(touched).toEqual(["hub-0 reloaded"]);
  expect(await mesh.processes()).toEqual(before);
  expect(mesh.environment("centre").generation).toBe(2);
  expect(mesh.environment("plant").generation).toBe(1);
});

test("has a link log in anew where its rights changed", async () => {
  const mesh = await meshFolder(pair());
  await mesh.up();
  mesh.write(pair({ applications: "  board: { team: two, broker: line, subscribe: [orders.cancelled] }" }));
  const { result, touched } = await mesh.up();
  expect(errorsOf(result)).toEqual([]);
  expect(touched).toEqual(["hub-0 reloaded", "hub-0 reconnecting", "line-0 reloaded"]);
});

test("starts what is new and ends what is gone after the rest", async () => {
  const mesh = await meshFolder(pair());
  await mesh.up();
  const line = mesh.instance("plant", "line-0").process;
  const withThird = pair({
    brokers: "  press: { environment: plant, engine: nats }",
    applications: "  stamp: { team: one, broker: press, publish: [orders.placed] }",
  });
  mesh.write(withThird);
  const grown = await mesh.up();
  expect(errorsOf(grown.result)).toEqual([]);
  expect(grown.touched).toEqual(["hub-0 reloaded", "press-0 starting"]);
  expect(mesh.instance("plant", "line-0").process).toEqual(line);

  mesh.write(pair());
  const shrunk = await mesh.up();
  expect(errorsOf(shrunk.result)).toEqual([]);
  expect(shrunk.touched).toEqual(["hub-0 reloaded", "hub-0 reconnecting", "press-0 stopped"]);
  expect(await mesh.processes()).toHaveLength(2);
  expect(existsSync(join(mesh.instanceFolder("press-0"), "leafnodes.conf"))).toBe(false);
  expect(existsSync(join(mesh.instanceFolder("press-0"), "log"))).toBe(true);
});

test("starts again what died, and nothing else", async () => {
  const mesh = await meshFolder(pair());
  await mesh.up();
  const line = mesh.instance("plant", "line-0").process;
  const hub = mesh.instance("centre", "hub-0").process;
  process.kill(hub?.pid ?? 0, "SIGKILL");
  const { result, touched, events } = await mesh.up();
  expect(errorsOf(result)).toEqual([]);
  expect(touched).toEqual(["hub-0 starting"]);
  expect(events).toContainEqual({ kind: "instance", instance: "hub-0", to: "starting", why: "it had ended" });
  expect(mesh.instance("plant", "line-0").process).toEqual(line);
  expect(mesh.instance("centre", "hub-0").process).not.toEqual(hub);
});

test("moves to another port only where somebody else took it meanwhile", async () => {
  const mesh = await meshFolder(pair());
  await mesh.up();
  const before = mesh.instance("centre", "hub-0").ports;
  await mesh.down();
  const other = createServer().listen(before["nats"], "127.0.0.1");
  try {
    const { result } = await mesh.up();
    expect(errorsOf(result)).toEqual([]);
  } finally {
    other.close();
  }
  const { nats, ...rest } = mesh.instance("centre", "hub-0").ports;
  expect(nats).not.toBe(before["nats"]);
  expect({ nats: before["nats"], ...rest }).toEqual(before);
});

test("restarts a broker whose files were changed by hand", async () => {
  const mesh = await meshFolder(pair());
  await mesh.up();
  const path = join(mesh.instanceFolder("hub-0"), "users.conf");
  const text = readFileSync(path, "utf8");
  await mesh.host.files.write(path, Buffer.from(text.replace("orders.>", ">")), { mode: 0o440 });
  expect(await mesh.status()).toMatchObject({ ok: true, value: { ok: false } });
  const { result, touched } = await mesh.up();
  expect(errorsOf(result)).toEqual([]);
  expect(touched).toContain("hub-0 restarting");
  expect(readFileSync(path, "utf8")).toBe(text);
});

test("restarts the instances of a cluster one after another where a reload would be refused", async () => {
  const mesh = await meshFolder(pair({ settings: ", replicas: 3" }));
  const first = await mesh.up();
  expect(errorsOf(first.result)).toEqual([]);
  expect(first.events.filter(({ kind }) => kind === "connected")).toHaveLength(7);
  const line = mesh.instance("plant", "line-0").process;
  mesh.write(pair({ settings: ", replicas: 3, settings: { lame_duck_duration: 40s }" }));
  const { result, touched, events } = await mesh.up();
  expect(errorsOf(result)).toEqual([]);
  expect(touched.filter((each) => each.endsWith("restarting"))).toEqual([
    "hub-0 restarting",
    "hub-1 restarting",
    "hub-2 restarting",
  ]);
  const order = events.flatMap((event) =>
    event.kind === "instance" ? [`${event.instance} ${event.to}`] : [],
  );
  expect(order.indexOf("hub-0 healthy")).toBeLessThan(order.indexOf("hub-1 restarting"));
  expect(mesh.instance("plant", "line-0").process).toEqual(line);
});

test("shrinks a cluster to one broker, and blames nobody for files that have to go", async () => {
  const mesh = await meshFolder(pair({ settings: ", replicas: 3" }));
  await mesh.up();
  mesh.write(pair());
  const { result, events } = await mesh.up();
  expect(errorsOf(result)).toEqual([]);
  expect(result).toMatchObject({ value: { instances: 2, touched: 2, removed: 2 } });
  expect(events).toContainEqual({ kind: "planned", instances: 2, touched: 2, removed: 2 });
  const reasons = events.flatMap((event) => (event.kind === "instance" ? [event.why ?? ""] : []));
  expect(reasons.filter((why) => why.includes("by hand"))).toEqual([]);
});

const seemsFree = (): Promise<boolean> => Promise.resolve(true);

test("tells what an instance said before it ended, and goes on once the cause is mended", async () => {
  const mesh = await meshFolder(pair());
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
  const address = taken.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const quietPorts = (): Promise<readonly [number, number]> => Promise.resolve([port, port + 4]);
  const { result } = await mesh.up({ host: { portIsFree: seemsFree, quietPorts } });
  taken.close();
  expect(result.ok).toBe(false);
  expect(errorsOf(result)[0]).toMatch(/^MESH5110.*did not start: its process ended.*address already in use/s);
  const again = await mesh.up();
  expect(errorsOf(again.result)).toEqual([]);
});

test("stops when interrupted and goes on from there", async () => {
  const mesh = await meshFolder(pair());
  const controller = new AbortController();
  const onEvent = (): void => controller.abort();
  const { result } = await mesh.up({ interruption: controller.signal, onEvent });
  expect(result).toMatchObject({ ok: true, value: { interrupted: true } });
  expect(errorsOf((await mesh.up()).result)).toEqual([]);
  expect(await mesh.processes()).toHaveLength(2);
});

test("refuses the second of two at once, naming who holds the state", async () => {
  const mesh = await meshFolder(pair());
  const results = (await Promise.all([mesh.up(), mesh.up()])).map(({ result }) => result);
  expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  const [refused] = results.filter(({ ok }) => !ok);
  expect(refused && errorsOf(refused)[0]).toMatch(
    `MESH5105 the mesh is held by ${userInfo().username} (\`meshc up\`, process ${process.pid} on`,
  );
  expect(await mesh.processes()).toHaveLength(2);
});
