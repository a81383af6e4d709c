import { existsSync, mkdirSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { until } from "../nats/until.ts";
import type { World } from "./world.ts";

/** Lets this process be a client in a site. */
export interface Relays {
  /** A port of 127.0.0.1 here, whose connections are dialed in the site, to that port of the site's own 127.0.0.1. */
  portOf(site: string, port: number): number;
  close(): Promise<void>;
}

/** Starts a relay in each site for the ports given. `folder` is short: paths of sockets have some hundred bytes. */
export async function startRelays(
  world: World,
  folder: string,
  sites: ReadonlyMap<string, readonly number[]>,
): Promise<Relays> {
  const servers: Server[] = [];
  const sockets = new Set<Socket>();
  const ports = new Map<string, number>();
  for (const [site, wanted] of sites) {
    const own = join(folder, site);
    mkdirSync(own);
    const script = join(import.meta.dirname, "relay.mjs");
    const started = { folder, log: join(folder, `${site}.log`) };
    world.start(site, process.execPath, [script, own, ...wanted.map(String)], started);
    for (const port of wanted) {
      const path = join(own, String(port));
      if (!(await until(() => existsSync(path), 10_000))) throw new Error(`no relay in ${site}`);
      const server = createServer((near) => joined(near, connect(path), sockets));
      servers.push(server);
      ports.set(`${site} ${port}`, await listening(server));
    }
  }
  return {
    portOf(site, port) {
      const found = ports.get(`${site} ${port}`);
      if (found === undefined) throw new Error(`no relay to ${port} in ${site}`);
      return found;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
    },
  };
}

function joined(near: Socket, far: Socket, sockets: Set<Socket>): void {
  for (const [from, to] of [
    [near, far],
    [far, near],
  ] as const) {
    sockets.add(from);
    from.on("error", () => to.destroy());
    from.on("close", () => (sockets.delete(from), to.destroy()));
    from.pipe(to);
  }
}

function listening(server: Server): Promise<number> {
  return new Promise((done, failed) => {
    server.once("error", failed);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      done(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
}
