import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundledProgram } from "../../deploy/program.ts";
import { appliedMesh, type AppliedMesh, changesOf, told } from "./applied-mesh.ts";
import { inspector } from "./inspector.ts";

let killed: Awaited<ReturnType<typeof bundledProgram>>;

beforeAll(async () => {
  killed = await bundledProgram(new URL("killed-apply.ts", import.meta.url));
});
afterAll(() => killed.remove());

const manifest = ({ domain = true, age = "2d" } = {}) => `
apiVersion: meshc/v1
mesh: { name: stored }
teams: { sales: {} }
environments: { here: { platform: local } }
brokers: { hub: { environment: here, engine: nats, storage: 1Gi } }
${
  domain
    ? `domains:
  orders: { owner: sales, topic: orders, delivery: at-least-once, retention: { age: ${age} }, events: { placed: {} } }
applications:
  till: { team: sales, broker: hub, publish: [orders.placed] }
  books: { team: sales, broker: hub, subscribe: [orders.placed], durable: true }`
    : ""
}
`;

async function filled(): Promise<AppliedMesh> {
  const mesh = await appliedMesh({ manifest: manifest() });
  await mesh.applied();
  const till = await mesh.client("till", "hub-0");
  for (let each = 0; each < 3; each++) await jetstream(till).publish("orders.placed", `${each}`);
  await till.close();
  return mesh;
}

/** Streams at the hub, each with how many events it holds and for how long, in days. */
async function streams(mesh: AppliedMesh): Promise<readonly string[]> {
  const { running } = await mesh.running();
  const client = await inspector(running, "hub-0");
  const manager = await jetstreamManager(client, { checkAPI: false });
  const found: string[] = [];
  for await (const name of manager.streams.names()) {
    const { config, state } = await manager.streams.info(name);
    found.push(`${name} ${state.messages} ${(config.max_age ?? 0) / 86_400e9}d`);
  }
  await client.close();
  return found;
}

async function killAt(mesh: AppliedMesh, killedAt: string, ...mayLose: readonly string[]): Promise<void> {
  await mesh.analyzed();
  const environment = { ...process.env, ...mesh.host.environment };
  expect(await killed.run([mesh.folder, killedAt, ...mayLose], environment)).toMatchObject({
    signal: "SIGKILL",
  });
}

const lostIn = async (mesh: AppliedMesh, mayLose: readonly string[] = []) =>
  changesOf(await mesh.plan({ mayLose })).filter((each) => each.includes("DATA LOSS"));

test.each(["wave 1", 'left stream "orders"'])(
  "a loss that was allowed to a run that was killed at %s is not taken for allowed, and named until it has happened",
  async (killedAt) => {
    const mesh = await filled();
    mesh.write(manifest({ domain: false }));
    await killAt(mesh, killedAt, "orders", "books");
    expect(await lostIn(mesh, ["orders", "books"])).toEqual(
      expect.arrayContaining(["here domain orders remove DATA LOSS"]),
    );
    const { result } = await mesh.apply();
    expect(told(result.diagnostics, "error")).toEqual([]);
    expect(told(result.diagnostics, "warning").join("\n")).toContain("3 events wait");
    expect(await streams(mesh)).toEqual(["orders 3 2d"]);
    await mesh.applied({ mayLose: ["orders", "books"] });
    expect(await streams(mesh)).toEqual([]);
    expect(changesOf(await mesh.plan())).toEqual([]);
  },
);

test("what was lost before a run was killed is asked for no more where nothing is left", async () => {
  const mesh = await filled();
  mesh.write(manifest({ domain: false }));
  await killAt(mesh, 'removed stream "orders"', "orders", "books");
  await mesh.applied();
  expect(await streams(mesh)).toEqual([]);
  expect(changesOf(await mesh.plan())).toEqual([]);
});

test("a shorter retention that was allowed to a run that was killed is asked for again until it holds", async () => {
  const mesh = await filled();
  mesh.write(manifest({ age: "1d" }));
  await killAt(mesh, "wave 1", "orders");
  const loss = ["here domain orders change DATA LOSS"];
  expect(await lostIn(mesh)).toEqual(loss);
  expect(told((await mesh.apply()).result.diagnostics, "error").join()).toMatch(/^MESH5706 /);
  expect(await streams(mesh)).toEqual(["orders 3 2d"]);
  await killAt(mesh, 'provisioned stream "orders"', "orders");
  expect(await lostIn(mesh)).toEqual(loss);
  await mesh.applied({ mayLose: ["orders"] });
  expect(await streams(mesh)).toEqual(["orders 3 1d"]);
  expect(changesOf(await mesh.plan())).toEqual([]);
});
