import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { jetstreamManager } from "@nats-io/jetstream";
import type { Topology } from "../../../../compiler/model/topology.ts";
import type { RunningMesh } from "../../../../deploy/running-mesh.ts";
import type { AppliedMesh } from "../applied-mesh.ts";
import { inspector } from "../inspector.ts";

/** Seeds, passwords that are made, and hashes of some. */
const secrets = /\bSU[A-Z2-7]{56}\b|\b[0-9a-f]{64}\b|\$2[aby]\$\d\d\$[./\w]{53}|\$7\$\S+/g;

/**
 * What is in force in a mesh that was applied, a line each, sorted: what streams and consumers are set to and whom servers are
 * connected with, asked of the brokers, and the files that they run by, in which keys are named for whom they belong to.
 */
export async function inForce(mesh: AppliedMesh): Promise<readonly string[]> {
  const { topology, running } = await mesh.running();
  const lines: string[] = [];
  for (const { broker, storing } of topology.brokers.values()) {
    const [first] = broker.instances;
    if (broker.engine === "nats" && storing && first) lines.push(...(await inside(running, first.name)));
    const live = mesh.supports.find(({ engine }) => engine.name === broker.engine)?.live;
    for (const { name } of broker.instances) {
      const at = (listener: string) => running.endpoint(name, listener);
      const secret = (identity: string) => running.seedOf(identity);
      const seen = await live?.observe({ instance: name, endpoint: at, secret });
      const peers = seen?.peers
        .filter((peer) => !isByChoice(topology, broker.name, peer.name))
        .map((peer) => `${name} ${peer.kind} ${peer.name ?? ""} ${peer.link ?? ""}`);
      lines.push(...(peers ?? [`${name} does not answer`]));
    }
  }
  return [...lines, ...filesOf(mesh, topology)].toSorted();
}

/** Whether two brokers are ends of a link that may stand at another target: it stays where it once went. */
function isByChoice({ links }: Topology, broker: string, peer = ""): boolean {
  const ends = [broker, peer, peer.replace(/-\d+$/, "")];
  return links.some(
    ({ from, to, standby }) =>
      standby.length > 0 && ends.includes(from) && [to, ...standby].some((target) => ends.includes(target)),
  );
}

async function inside(running: RunningMesh, instance: string): Promise<readonly string[]> {
  const lines: string[] = [];
  const client = await inspector(running, instance);
  try {
    const manager = await jetstreamManager(client, { checkAPI: false });
    for await (const name of manager.streams.names()) {
      if (name.startsWith("$MQTT_")) continue;
      lines.push(`${instance} stream ${said((await manager.streams.info(name)).config)}`);
      for await (const { config } of manager.consumers.list(name))
        lines.push(`${instance} consumer of ${name} ${said(config)}`);
    }
  } finally {
    await client.close();
  }
  return lines;
}

/** Without what servers note for themselves. */
function said({ metadata = {}, ...config }: { metadata?: Record<string, string> }): string {
  const own = Object.entries(metadata).filter(([key]) => !key.startsWith("_nats."));
  const sorted = Object.entries({ ...config, metadata: Object.fromEntries(own) }).toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  );
  return JSON.stringify(Object.fromEntries(sorted));
}

function filesOf(mesh: AppliedMesh, topology: Topology): readonly string[] {
  const state = JSON.parse(readFileSync(join(mesh.folder, ".meshc", "mesh.json"), "utf8")) as {
    content: { publicKeys: Readonly<Record<string, string>> };
  };
  const names = Object.entries(state.content.publicKeys);
  const named = (text: string) =>
    names
      .reduce((all, [identity, key]) => all.replaceAll(key, `<${identity}>`), text)
      .replaceAll(mesh.folder, "<folder>")
      .replaceAll(secrets, "<secret>");
  const root = join(mesh.folder, ".meshc", "run", "instances");
  const wanted = [...topology.brokers.values()].flatMap(({ broker }) =>
    broker.instances.map(({ name }) => name),
  );
  return readdirSync(root)
    .filter((instance) => wanted.includes(instance) || instance.startsWith("link."))
    .flatMap((instance) =>
      readdirSync(join(root, instance), { recursive: true, encoding: "utf8" })
        .filter((file) => /\.(conf|yaml|acl|passwd)$/.test(file))
        .flatMap((file) =>
          named(readFileSync(join(root, instance, file), "utf8"))
            .split("\n")
            .map((line) => `${instance}/${file}: ${line}`),
        ),
    );
}
