import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { pair } from "../../deploy/manifests.ts";
import { appliedMesh, changesOf, told } from "./applied-mesh.ts";

const board = "  board: { team: two, broker: line, subscribe: [orders.cancelled] }";

test("one environment is applied and the others are left as they are", async () => {
  const mesh = await appliedMesh({ manifest: pair() });
  await mesh.applied({ environments: ["centre"] });
  expect(await mesh.processes()).toHaveLength(1);
  await mesh.applied({ environments: ["plant"] });
  expect(await mesh.processes()).toHaveLength(2);
  expect(changesOf(await mesh.plan())).toEqual([]);
  expect((await mesh.verify()).ok).toBe(true);

  mesh.write(pair({ applications: board }));
  const { result, touched } = await mesh.apply({ environments: ["plant"] });
  expect(told(result.diagnostics, "error")).toEqual([]);
  expect(touched).toEqual(["line-0 reloaded"]);
  const rest = await mesh.plan();
  expect(changesOf(rest)).not.toEqual([]);
  await mesh.applied({ environments: ["centre"] });
  expect(changesOf(await mesh.plan())).toEqual([]);
  expect((await mesh.verify()).ok).toBe(true);
});

test("credentials are put into files of applications in the environments that are applied, and the others stay", async () => {
  const named = (more: string) =>
    pair({ applications: `${board.replace("}", ", credentials: { file: board.json } }")}\n${more}` });
  const ears = (file: string) =>
    `  ear: { team: two, broker: hub, subscribe: [orders.placed], credentials: { file: ${file} } }`;
  const mesh = await appliedMesh({ manifest: named("") });
  const files = () => readdirSync(mesh.folder).filter((name) => name.endsWith(".json"));
  await mesh.applied({ environments: ["centre"] });
  expect(files()).toEqual([]);
  await mesh.applied({ environments: ["plant"] });
  expect(files()).toEqual(["board.json"]);
  mesh.write(named(ears("ear.json")));
  await mesh.applied({ environments: ["plant"] });
  expect(files()).toEqual(["board.json"]);
  await mesh.applied({ environments: ["centre"] });
  expect(files()).toEqual(["board.json", "ear.json"]);
  mesh.write(pair({ applications: ears("other.json") }));
  await mesh.applied({ environments: ["centre"] });
  expect(files()).toEqual(["board.json", "other.json"]);
  await mesh.applied({ environments: ["plant"] });
  expect(files()).toEqual(["other.json"]);
  await mesh.applied();
  expect(files()).toEqual(["other.json"]);
});

test("an environment that leaves the manifest is ended last, and by who applies all of it", async () => {
  const mesh = await appliedMesh({ manifest: pair() });
  await mesh.applied();
  const alone = pair()
    .replace("  plant: { platform: local, dialable: false }\n", "")
    .replace("  line: { environment: plant, engine: nats }\n", "")
    .replaceAll("broker: line", "broker: hub");
  mesh.write(alone);
  await mesh.applied({ environments: ["centre"] });
  expect(await mesh.processes()).toHaveLength(2);
  expect((await mesh.applied()).removed).toBe(1);
  expect(await mesh.processes()).toHaveLength(1);
  expect(mesh.environment("plant").applied).toBe(undefined);
  expect(changesOf(await mesh.plan())).toEqual([]);
});

test("what is drained in an environment that is not applied stays", async () => {
  const stored = (books: boolean) => `
apiVersion: meshc/v1
mesh: { name: two }
teams: { sales: {} }
environments: { centre: { platform: local }, plant: { platform: local, dialable: false } }
brokers:
  hub: { environment: centre, engine: nats, storage: 1Gi }
  line: { environment: plant, engine: nats }
domains:
  orders: { owner: sales, topic: orders, delivery: at-least-once, events: { placed: {} } }
applications:
  till: { team: sales, broker: line, publish: [orders.placed] }
  ledger: { team: sales, broker: hub, subscribe: [orders.placed], durable: true }
${books ? "  books: { team: sales, broker: line, subscribe: [orders.placed], durable: true }" : ""}
`;
  const mesh = await appliedMesh({ manifest: stored(true) });
  await mesh.applied();
  mesh.write(stored(false));
  const { result } = await mesh.apply({ environments: ["plant"] });
  expect(told(result.diagnostics, "error")).toEqual([]);
  expect(told(result.diagnostics, "warning").join()).toMatch(
    /^MESH5707 application "books" .* hub is not asked, since environment "centre" is not applied now$/,
  );
  await (await mesh.client("books", "line-0")).close();
  expect((await mesh.applied()).held).toEqual([]);
  await expect(mesh.client("books", "line-0")).rejects.toThrow(/authorization/i);
  expect(changesOf(await mesh.plan())).toEqual([]);
});

test("a broker that stands in another environment and is otherwise as it was is recorded there", async () => {
  const mesh = await appliedMesh({ manifest: pair() });
  await mesh.applied();
  mesh.edit("{ environment: centre,", "{ environment: office,");
  mesh.edit("environments:\n", "environments:\n  office: { platform: local }\n");
  const { result, touched } = await mesh.apply();
  expect(told(result.diagnostics, "error")).toEqual([]);
  expect(touched).toEqual([]);
  expect(Object.keys(mesh.environment("office").instances)).toEqual(["hub-0"]);
  expect(changesOf(await mesh.plan())).toEqual([]);
});
