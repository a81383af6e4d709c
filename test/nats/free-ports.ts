import { createServer } from "node:net";

/** Below the range from which systems take the ports of outgoing connections, which could take one in between. */
const [least, greatest] = [10_000, 30_000];
/** `fetch`, which asks servers how they are, refuses it (Fetch Standard, 2.9), and it is the one of these in the range. */
const refusedByFetch = 10_080;
const given = new Set<number>([refusedByFetch]);

/** Ports that were free a moment ago, all different from each other and from all given before. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    const port = least + Math.floor(Math.random() * (greatest - least));
    if (given.has(port)) continue;
    given.add(port);
    if (await isFree(port)) ports.push(port);
  }
  return ports;
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((done) => {
    server.once("error", () => done(false));
    server.listen(port, "127.0.0.1", () => server.close(() => done(true)));
  });
}
