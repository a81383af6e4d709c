import { createServer, request as ask, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What is done to a request: it is lost on its way, or its answer is, or only half of the answer comes back. */
export type Fault = "before" | "after" | "half";

/** A proxy before a server that loses requests. */
export interface FailingProxy {
  readonly url: string;
  /** Requests since the last call of `plan`. */
  count(): number;
  /** Which requests fail, counted from 0 anew, and how. */
  plan(fails: (number: number) => Fault | undefined): void;
  stop(): Promise<void>;
}

/** Starts a proxy on loopback; it fails nothing until it is told to. Requests carry their host on, which is signed. */
export async function startFailingProxy(target: string): Promise<FailingProxy> {
  let seen = 0;
  let fails: (number: number) => Fault | undefined = () => undefined;
  const server = createServer((incoming, outgoing) => {
    const fault = fails(seen++);
    if (fault === "before") incoming.socket.destroy();
    else forward(incoming, outgoing, target, fault);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    count: () => seen,
    plan(next) {
      seen = 0;
      fails = next;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function forward(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  target: string,
  fault: Fault | undefined,
): void {
  const { method, headers, url } = incoming;
  const sent = ask(`${target}${url}`, { method, headers }, (answer) => {
    const chunks: Buffer[] = [];
    answer.on("data", (chunk: Buffer) => chunks.push(chunk));
    answer.on("end", () => {
      const body = Buffer.concat(chunks);
      if (fault === "after") return void incoming.socket.destroy();
      outgoing.writeHead(answer.statusCode ?? 500, {
        ...answer.headers,
        "content-length": String(body.length),
      });
      if (fault !== "half") return void outgoing.end(body);
      outgoing.write(body.subarray(0, body.length >> 1), () => incoming.socket.destroy());
    });
  });
  sent.on("error", () => incoming.socket.destroy());
  incoming.pipe(sent);
}
