import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { once } from "node:events";
import { join } from "node:path";
import { jetstreamManager } from "@nats-io/jetstream";
import { expect, onTestFinished, test } from "vitest";
import { findNatsServer } from "../../../tools/nats-server.mjs";
import { pair } from "../../deploy/manifests.ts";
import { appliedMesh, changesOf, told } from "./applied-mesh.ts";
import { inspector } from "./inspector.ts";

const hub = (more: string, environment = "platform: local") => `
apiVersion: meshc/v1
mesh: { name: one }
teams: { sales: {} }
environments: { here: { ${environment} } }
brokers: { hub: { environment: here, engine: nats, storage: 1Gi${more} } }
domains:
  orders:
    owner: sales
    topic: orders
    delivery: at-least-once
    retention: { age: 2d }
    events: { placed: {} }
applications:
  till: { team: sales, broker: hub, publish: [orders.placed] }
  books: { team: sales, broker: hub, subscribe: [orders.placed], durable: true }
`;

test("a version of which no program is here is refused, with what is here and what to write", async () => {
  const mesh = await appliedMesh({ manifest: hub(', version: "2.11"') });
  const { result } = await mesh.apply();
  expect(told(result.diagnostics, "error").join()).toMatch(
    /^MESH5701 no nats-server 2\.11 on this machine for "hub" \(found 2\.15\.1 at .*, 2\.12\.8 at /,
  );
  expect(result.diagnostics[0]?.help).toContain('write `version: "2.15"`');
  expect(await mesh.processes()).toEqual([]);
});

test("another version is another program, and what is stored stays", async () => {
  const mesh = await appliedMesh({ manifest: hub(', version: "2.12"') });
  await mesh.applied();
  expect(mesh.environment("here").instances["hub-0"]?.program?.version).toBe("2.12.8");
  mesh.write(hub(', version: "2.15"'));
  const { result, touched } = await mesh.apply();
  expect(told(result.diagnostics, "error")).toEqual([]);
  expect(touched).toEqual(["hub-0 restarting", "hub-0 starting"]);
  expect(mesh.environment("here").instances["hub-0"]?.program?.version).toBe("2.15.1");
  expect(changesOf(await mesh.plan())).toEqual([]);
  expect((await mesh.verify()).ok).toBe(true);
});

test("another patch version is another program, whose restart is in the plan", async () => {
  const mesh = await appliedMesh({ manifest: hub(', version: "2.12"') });
  await mesh.applied();
  mesh.write(hub(', version: "2.12.3"'));
  const missing = await mesh.apply();
  expect(told(missing.result.diagnostics, "error").join()).toMatch(
    /^MESH5701 no nats-server 2\.12\.3 on this machine for "hub" /,
  );
  expect(missing.result.diagnostics[0]?.help).toContain('write `version: "2.12.8"`');
  mesh.host.environment["MESHC_NATS_SERVER"] += `:${await calledOlder(mesh.folder, "2.12.3")}`;
  const { result, touched, plan } = await mesh.apply();
  expect(told(result.diagnostics, "error")).toEqual([]);
  expect(changesOf({ plan })).toContain("here broker hub change INTERRUPTS");
  expect(plan.changes[0]?.reason).toContain("it runs 2.12.8, and is to run 2.12.3");
  expect(touched).toEqual(["hub-0 restarting", "hub-0 starting"]);
  expect(mesh.environment("here").instances["hub-0"]?.program?.version).toBe("2.12.3");
  expect(changesOf(await mesh.plan())).toEqual([]);
  mesh.write(hub(', version: "2.12"'));
  expect((await mesh.apply()).touched).toEqual([]);
});

/** A nats-server 2.12.8 that calls itself an older one. */
async function calledOlder(folder: string, version: string): Promise<string> {
  const file = join(folder, "nats-server-older");
  const real = await findNatsServer("2.12.8");
  const script = `#!/bin/sh\n[ "$1" = --version ] && echo 'nats-server: v${version}' && exit\nexec '${real}' "$@"\n`;
  writeFileSync(file, script, { mode: 0o755 });
  return file;
}

test("an environment that is not local is refused by name", async () => {
  const hosts = "platform: hosts, hosts: { one: { address: 127.0.0.1 } }";
  const mesh = await appliedMesh({ manifest: hub(", hosts: [one]", hosts) });
  const { result } = await mesh.apply();
  expect(told(result.diagnostics, "error").join()).toMatch(
    /^MESH5703 environment "here" is on platform hosts/,
  );
});

test("a port that somebody else listens on is told before anything is done", async () => {
  const mesh = await appliedMesh({ manifest: hub("") });
  const { topology } = await mesh.analyzed();
  const port = topology.brokers.get("hub")?.listeners.get("nats");
  const server = createServer().listen({ port, host: "127.0.0.1" });
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { result } = await mesh.apply();
  expect(told(result.diagnostics, "error")).toEqual([
    `MESH5704 hub-0 cannot be started: something else listens on its port ${port} (nats)`,
  ]);
  expect(await mesh.processes()).toEqual([]);
});

test("a plan with something that it refuses is not carried out", async () => {
  const mesh = await appliedMesh({ manifest: hub("") });
  const planned = await mesh.plan();
  const refused = [{ name: "orders", why: "it cannot move with what it holds yet" }];
  const { result } = await mesh.apply({ planned: { ...planned, plan: { ...planned.plan, refused } } });
  expect(told(result.diagnostics, "error")).toEqual([
    "MESH5705 orders cannot be changed so: it cannot move with what it holds yet",
  ]);
});

test("a shorter retention is refused until the loss is allowed by name, and then comes into force", async () => {
  const mesh = await appliedMesh({ manifest: hub("") });
  await mesh.applied();
  mesh.edit("age: 2d", "age: 1h");
  const refused = await mesh.apply();
  expect(told(refused.result.diagnostics, "error").join()).toMatch(/^MESH5706 stored events of orders/);
  await mesh.applied({ mayLose: ["orders"] });
  const { running } = await mesh.running();
  const client = await inspector(running, "hub-0");
  const manager = await jetstreamManager(client, { checkAPI: false });
  expect((await manager.streams.info("orders")).config.max_age).toBe(3_600_000_000_000);
  await client.close();
  expect(changesOf(await mesh.plan())).toEqual([]);
});

test("what runs on another machine is not started a second time", async () => {
  const mesh = await appliedMesh({ manifest: pair() });
  await mesh.applied();
  const { result } = await mesh.apply({ host: { ...mesh.host, name: "elsewhere" } });
  expect(told(result.diagnostics, "error").join()).toMatch(/^MESH5509 .*centre/);
});
