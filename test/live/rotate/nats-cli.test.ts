import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { credentialsOf } from "../../../deploy/credentials/credentials.ts";
import type { AnyCredentials } from "../../../deploy/credentials/flat-values.ts";
import { operatorCredentialsOf } from "../../../deploy/credentials/operator-credentials.ts";
import { printCredentials } from "../../../deploy/credentials/print-credentials.ts";
import { openRunningMesh } from "../../../deploy/open-running-mesh.ts";
import { nats } from "../../../targets/engines/nats/engine.ts";
import { findGoProgram } from "../../../tools/go-program.mjs";
import { pair } from "../../deploy/manifests.ts";
import { errorsOf, meshFolder } from "../../deploy/mesh-folder.ts";

const spoken = new Map([["nats", nats.protocols]]);

const manifest = pair({
  applications: "  kept: { team: one, broker: hub, durable: true, subscribe: [orders.placed] }",
})
  .replace("share: all", "share: all\n    delivery: at-least-once")
  .replace("engine: nats }", "engine: nats, storage: 1Gi }")
  .replace("broker: line, publish", "broker: hub, publish");

let program = "";
beforeAll(async () => {
  program = await findGoProgram("nats");
}, 600_000);

test.each([false, true])("the nats command line takes a context as it is written (TLS: %s)", async (tls) => {
  const mesh = await meshFolder(manifest);
  expect(errorsOf((await mesh.up({ tls })).result)).toEqual([]);
  const { result } = await mesh.up({ operator: { name: "ann", broker: "hub" } });
  const running = await openRunningMesh(mesh.host, mesh.folder);
  if (!result.ok || !running.ok) throw new Error("not up");
  const folder = join(mesh.folder, "contexts of users");
  mkdirSync(folder);
  const write = (name: string, credentials: AnyCredentials): string => {
    const path = join(folder, `${name}.json`);
    const { main, beside } = printCredentials(credentials, "nats-context", path);
    for (const file of [...beside, main]) {
      writeFileSync(file.path, file.text);
      chmodSync(file.path, 0o600);
    }
    return path;
  };
  const cli = (context: string, ...args: readonly string[]) =>
    spawnSync(program, ["--context", context, ...args], {
      env: { ...process.env, HOME: mesh.folder, XDG_CONFIG_HOME: mesh.folder },
      encoding: "utf8",
      timeout: 20_000,
    });
  const given = credentialsOf(result.value.topology, running.value, spoken, "till");
  const looking = operatorCredentialsOf(result.value.topology, running.value, spoken, {
    name: "ann",
    broker: "hub",
  });
  if (!given.ok || !looking.ok) throw new Error("no credentials");
  const [till, ann] = [write("till", given.value), write("ann", looking.value)];
  expect(cli(till, "publish", "--jetstream", "orders.placed", "1")).toMatchObject({ status: 0 });
  const info = cli(ann, "stream", "info", "orders", "--json");
  expect([info.stderr, info.status]).toEqual([expect.anything(), 0]);
  expect(JSON.parse(info.stdout)).toMatchObject({ state: { messages: 1 } });
  expect(cli(ann, "consumer", "info", "orders", "kept", "--json").status).toBe(0);
  for (const asked of [
    ["stream", "report"],
    ["consumer", "report", "orders"],
    ["account", "info"],
  ])
    expect([asked, cli(ann, ...asked).status]).toEqual([asked, 0]);
  expect(cli(ann, "stream", "purge", "orders", "--force").status).not.toBe(0);
  expect(JSON.parse(cli(ann, "stream", "info", "orders", "--json").stdout)).toMatchObject({
    state: { messages: 1 },
  });
});
