import { createServer } from "node:net";

/** Ports that were free a moment ago, all different. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(Array.from({ length: count }, listen));
  const ports = servers.map((server) => {
    const address = server.address();
    if (typeof address !== "object" || !address) throw new Error("no port");
    return address.port;
  });
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

function listen(): Promise<ReturnType<typeof createServer>> {
  const server = createServer();
  return new Promise((done, fail) => server.once("error", fail).listen(0, "127.0.0.1", () => done(server)));
}
