import { connect, createServer, type Server, type Socket } from "node:net";

/** A way between two servers that can be disturbed. */
export interface StallingProxy {
  /** Keeps back all bytes of both directions. Neither end sees its connection end. */
  stall(): void;
  /** Lets go what was kept back, and whatever comes. */
  flow(): void;
  /** Ends all connections, with what was kept back, and refuses new ones. */
  cut(): Promise<void>;
  /** Accepts connections again. */
  mend(): Promise<void>;
  close(): Promise<void>;
}

interface Pair {
  readonly near: Socket;
  /** Absent until bytes may flow. */
  far?: Socket;
}

/** Hands on what comes to one port of loopback to another. `rewrite` sees each chunk of both directions. */
export async function startProxy(
  port: number,
  target: number,
  rewrite: (chunk: Buffer) => Buffer,
): Promise<StallingProxy> {
  const pairs = new Set<Pair>();
  let stalled = false;
  const dial = (pair: Pair): void => {
    const far = connect({ host: "127.0.0.1", port: target });
    pair.far = far;
    join(pair.near, far, rewrite);
    join(far, pair.near, rewrite);
    if (!stalled) pair.near.resume();
  };
  const server = createServer((near) => {
    const pair: Pair = { near };
    near.pause();
    pairs.add(pair);
    near.on("error", () => undefined);
    near.once("close", () => (pair.far?.destroy(), pairs.delete(pair)));
    if (!stalled) dial(pair);
  });
  const ends = () => [...pairs].flatMap(({ near, far }) => (far ? [near, far] : [near]));
  const cut = async (): Promise<void> => {
    ends().forEach((socket) => socket.destroy());
    await closed(server);
  };
  await listening(server, port);
  return {
    stall() {
      stalled = true;
      ends().forEach((socket) => socket.pause());
    },
    flow() {
      stalled = false;
      for (const pair of pairs) if (pair.far === undefined) dial(pair);
      ends().forEach((socket) => socket.resume());
    },
    cut,
    mend: () => listening(server, port),
    close: cut,
  };

  function join(from: Socket, to: Socket, change: (chunk: Buffer) => Buffer): void {
    from.setNoDelay(true);
    from.on("error", () => undefined);
    from.on("data", (chunk) => {
      if (to.write(change(chunk))) return;
      from.pause();
      to.once("drain", () => !stalled && from.resume());
    });
    from.once("close", () => to.destroy());
  }
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((done, failed) => {
    server.once("error", failed);
    server.listen(port, "127.0.0.1", () => (server.off("error", failed), done()));
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((done) => server.close(() => done()));
}
