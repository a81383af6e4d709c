import { connect as connectPlain, type Socket } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";
import type { Endpoint } from "../../../../compiler/model/address.ts";
import type { Shown } from "../../../../compiler/live.ts";

/** How long a server may take for its next word, in milliseconds. */
const patience = 5_000;

/** A conversation in lines, as servers have it with each other. */
export interface Wire {
  send(bytes: string | Uint8Array): void;
  /** The next line that is wanted; `undefined` where the server ends the conversation first. Throws where it stays silent. */
  next(isWanted: (line: string) => boolean): Promise<string | undefined>;
  close(): void;
}

/** Opens a conversation. Where a server greets before TLS begins, its greeting is the first line. */
export async function openWire(to: Endpoint, greetsFirst: boolean, shown: Shown | undefined): Promise<Wire> {
  const socket = connectPlain(to.port, to.host);
  await happened(socket, "connect");
  if (to.authority === undefined) return wireOf(socket);
  const greeting = greetsFirst ? await firstBytes(socket) : "";
  const secured = connectTls({
    socket,
    host: to.host,
    ca: to.authority,
    ...(shown && { cert: shown.certificate, key: shown.privateKey }),
  });
  await happened(secured, "secureConnect");
  return wireOf(secured, greeting);
}

function silence(): Error {
  return new Error(`no answer within ${patience / 1_000} s`);
}

async function happened(socket: Socket | TLSSocket, event: "connect" | "secureConnect"): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const give = (why: Error) => {
      socket.destroy();
      reject(why);
    };
    socket.once("error", give);
    socket.setTimeout(patience, () => give(silence()));
    socket.once(event, resolve);
  });
}

async function firstBytes(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    socket.once("close", () => reject(new Error("closed before a greeting")));
    socket.once("data", (bytes: Buffer) => {
      socket.pause();
      resolve(bytes.toString());
    });
  });
}

function wireOf(socket: Socket | TLSSocket, said = ""): Wire {
  let buffer = Buffer.from(said);
  let ended: "closed" | "silent" | undefined;
  const lines: string[] = [];
  let wake: (() => void) | undefined;
  const take = (bytes: Uint8Array) => {
    const { whole, rest } = linesIn(Buffer.concat([buffer, bytes]));
    buffer = rest;
    for (const line of whole) {
      if (line === "PING") socket.write("PONG\r\n");
      else lines.push(line);
    }
    wake?.();
  };
  const end = (how: typeof ended) => {
    ended ??= how;
    wake?.();
  };
  socket.on("data", take);
  for (const event of ["error", "close"] as const) socket.on(event, () => end("closed"));
  socket.setTimeout(patience, () => end("silent"));
  take(Buffer.alloc(0));
  return {
    send: (bytes) => void socket.write(bytes),
    async next(isWanted) {
      for (;;) {
        while (lines.length > 0) {
          const line = lines.shift() ?? "";
          if (isWanted(line)) return line;
        }
        // Who says nothing has refused nothing.
        if (ended === "silent") throw silence();
        if (ended) return undefined;
        await new Promise<void>((done) => (wake = done));
      }
    },
    close: () => socket.destroy(),
  };
}

/** Whole lines, without the messages that some of them announce by their size, which stands last. */
function linesIn(bytes: Buffer): { readonly whole: readonly string[]; readonly rest: Buffer<ArrayBuffer> } {
  const whole: string[] = [];
  let rest = Buffer.from(bytes);
  for (let end = rest.indexOf("\r\n"); end >= 0; end = rest.indexOf("\r\n")) {
    const line = rest.subarray(0, end).toString();
    const size = /^[LRH]?MSG .* (\d+)$/.exec(line)?.[1];
    const next = end + 2 + (size === undefined ? 0 : Number(size) + 2);
    if (next > rest.length) break;
    whole.push(line);
    rest = rest.subarray(next);
  }
  return { whole, rest };
}
