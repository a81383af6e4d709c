import { connect, createServer, type Socket } from "node:net";

/** A way to a server on 127.0.0.1 whose dialers can be let send slowly. */
export interface SlowProxy {
  /** Lets what is sent there pass at so many bytes a second and no faster, or as it comes. */
  pace(rate: number): void;
  close(): Promise<void>;
}

/** How often bytes are let pass, in milliseconds. */
const beat = 50;

/**
 * Listens on 127.0.0.2 at the port that it leads to on 127.0.0.1. What the server tells of itself is told of the proxy, so
 * that nobody who is told passes it by.
 */
export async function slowProxy(port: number): Promise<SlowProxy> {
  const sockets = new Set<Socket>();
  let most = Infinity;
  const server = createServer((near) => {
    const far = connect({ host: "127.0.0.1", port });
    far.on("data", (chunk) => {
      const text = chunk.toString("latin1").replaceAll(`127.0.0.1:${port}`, `127.0.0.2:${port}`);
      near.write(Buffer.from(text, "latin1"));
    });
    const beats = setInterval(() => {
      const chunk = near.read(Math.min(most, near.readableLength || 1)) as Buffer | null;
      if (chunk) far.write(chunk);
    }, beat);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.once("close", () => {
        clearInterval(beats);
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
  });
  await new Promise<void>((done, failed) => {
    server.once("error", failed);
    server.listen(port, "127.0.0.2", done);
  });
  return {
    pace: (rate) => void (most = Math.ceil((rate * beat) / 1_000)),
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
