import { createServer, type Socket } from "node:net";
import { createSecureContext, TLSSocket } from "node:tls";
import type { AddressInfo } from "node:net";
import type { Certified } from "../../deploy/certificates/pem.ts";

/** A server that greets like a broker, shows a certificate or wants none of TLS, and writes down what it is told. */
export interface Impostor {
  readonly port: number;
  /** How often it was dialed. */
  dialed(): number;
  /** Serial numbers of the certificates that it was shown. */
  shown(): readonly string[];
  /** All that was said to it, as it came where it speaks no TLS. */
  heard(): string;
  close(): Promise<void>;
}

/** Stands where a broker should, at a port of its own unless said: who dials it must not say anything to it. */
export async function startImpostor(
  shows: Certified | "plain text",
  greets: boolean,
  at = 0,
): Promise<Impostor> {
  const heard: string[] = [];
  const shown: string[] = [];
  const sockets = new Set<Socket>();
  let count = 0;
  const server = createServer((socket) => {
    count += 1;
    sockets.add(socket);
    socket.on("error", () => undefined);
    const info = `INFO ${JSON.stringify(greeting(server.address() as AddressInfo, shows !== "plain text"))}\r\n`;
    if (greets || shows === "plain text") socket.write(info);
    if (shows === "plain text") {
      socket.on("data", (bytes: Buffer) => heard.push(bytes.toString("latin1")));
      return;
    }
    const context = createSecureContext({ cert: shows.certificate, key: shows.privateKey });
    const asking = { requestCert: true, rejectUnauthorized: false };
    const secured = new TLSSocket(socket, { isServer: true, secureContext: context, ...asking });
    secured.on("error", () => undefined);
    secured.once("secure", () => {
      shown.push(secured.getPeerX509Certificate()?.serialNumber ?? "none");
      secured.write(info);
    });
    secured.on("data", (bytes: Buffer) => heard.push(bytes.toString("latin1")));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(at, "127.0.0.1", resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    dialed: () => count,
    shown: () => shown,
    heard: () => heard.join(""),
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

function greeting({ port }: AddressInfo, tls: boolean): object {
  const nonce = "AAAAAAAAAAAAAAAA";
  const own = {
    server_id: "IMPOSTOR",
    server_name: "impostor",
    version: "2.15.1",
    proto: 1,
    host: "127.0.0.1",
    port,
  };
  return {
    ...own,
    headers: true,
    // By this a leaf link tells a listener for leaf links from others.
    leafnode_urls: [`127.0.0.1:${port}`],
    client_id: 1,
    max_payload: 1_048_576,
    auth_required: true,
    nonce,
    ...(tls && { tls_required: true, tls_verify: true }),
  };
}
