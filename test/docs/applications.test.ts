import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test, vi } from "vitest";
import { credentialsOf } from "../../deploy/credentials/credentials.ts";
import { openRunningMesh } from "../../deploy/open-running-mesh.ts";
import { nats } from "../../targets/engines/nats/engine.ts";
import { expectValid } from "../harness/analyze-text.ts";
import { errorsOf, meshFolder } from "../deploy/mesh-folder.ts";

const page = readFileSync(new URL("../../docs/applications.md", import.meta.url), "utf8");
const programs = [...page.matchAll(/```js\n([^`]*(?:`[^`\n]*`[^`]*)*?)\n```/g)].map(([, text = ""]) => text);
const modules = fileURLToPath(new URL("../../node_modules", import.meta.url));

const manifest = `
apiVersion: meshc/v1
mesh: { name: pages }
teams: { one: {} }
environments: { centre: { platform: local } }
brokers:
  core: { environment: centre, engine: nats, replicas: 3, storage: 1Gi }
  site: { environment: centre, engine: nats, role: edge, storage: 1Gi, listeners: { nats: 4242, management: 8242 } }
domains:
  orders:
    owner: one
    topic: orders
    delivery: at-least-once
    events: { placed: { topic: "{shop}/placed" }, paid: { duplicates: none }, seen: { delivery: at-most-once } }
applications:
  till: { team: one, broker: site, publish: [orders.*] }
  books: { team: one, broker: core, subscribe: [orders.*], durable: true }
  audit: { team: one, broker: any, subscribe: [orders.placed], durable: true }
  panel: { team: one, broker: core, protocol: mqtt, publish: [orders.seen], subscribe: [orders.seen] }
  screen: { team: one, broker: core, protocol: mqtt, publish: [orders.seen], subscribe: [orders.seen] }
`;

/** The page's programs beside a library, and the credentials of each application. */
async function written(tls: boolean) {
  const mesh = await meshFolder(manifest);
  expect(errorsOf((await mesh.up({ tls })).result)).toEqual([]);
  const running = await openRunningMesh(mesh.host, mesh.folder);
  if (!running.ok) throw new Error("nothing is up");
  const folder = join(mesh.folder, "programs");
  mkdirSync(folder);
  symlinkSync(modules, join(folder, "node_modules"));
  for (const text of programs) writeFileSync(join(folder, /\/\/ (\S+)/.exec(text)?.[1] ?? ""), text);
  const { topology } = expectValid(manifest, { mode: "up" });
  for (const name of ["till", "books", "audit", "panel", "screen"]) {
    const found = credentialsOf(topology, running.value, new Map([["nats", nats.protocols]]), name);
    if (!found.ok) throw new Error(`no credentials of ${name}`);
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(found.value));
  }
  return folder;
}

/** Runs one of the programs; what it prints grows. */
function run(folder: string, ...args: readonly string[]) {
  const child = spawn(process.execPath, args, { cwd: folder });
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (text: Buffer) => printed.push(...text.toString().trimEnd().split("\n")));
  onTestFinished(() => void child.kill("SIGKILL"));
  const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
  return { printed, ended, kill: () => child.kill("SIGKILL") };
}

test.each([
  ["without TLS", false],
  ["with it", true],
])(
  "%s the programs of the page publish what is kept and read all of it, at a hub and at an edge",
  async (_, tls) => {
    expect(programs).toHaveLength(3);
    const folder = await written(tls);
    const books = run(folder, "read.mjs", "books.json", "core");
    const audit = run(folder, "read.mjs", "audit.json", "site");
    for (const [subject, text] of [
      ["orders.oslo.placed", "one"],
      ["orders.paid", "two"],
    ] as const) {
      const till = run(folder, "publish.mjs", "till.json", subject, text);
      expect(await till.ended).toBe(0);
      expect(till.printed).toEqual(["kept by orders_from_site"]);
    }
    const panel = run(folder, "mqtt.mjs", "panel.json", "orders/seen", "three");
    await vi.waitFor(() => expect(panel.printed).toEqual(["orders/seen: three"]), 20_000);
    await vi.waitFor(
      () =>
        expect(books.printed.toSorted()).toEqual([
          "orders.oslo.placed: one",
          "orders.paid: two",
          "orders.seen: three",
        ]),
      40_000,
    );
    await vi.waitFor(() => expect(audit.printed).toEqual(["orders.oslo.placed: one"]), 40_000);
    panel.kill();
    await panel.ended;
    const screen = run(folder, "mqtt.mjs", "screen.json", "orders/seen", "meanwhile");
    await vi.waitFor(() => expect(screen.printed).toEqual(["orders/seen: meanwhile"]), 20_000);
    const back = run(folder, "mqtt.mjs", "panel.json", "orders/seen", "back");
    const both = ["orders/seen: back", "orders/seen: meanwhile"];
    await vi.waitFor(() => expect(back.printed.toSorted()).toEqual(both), 20_000);
  },
);
