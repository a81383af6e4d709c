import { connect as connectPlain, type Socket } from "node:net";
import { connect, type TLSSocket } from "node:tls";
import type { Certified } from "../../deploy/certificates/pem.ts";

/** What a dialer shows: a certificate, none, or no TLS at all. */
export type Shown = Certified | "nothing" | "plain text";

/** What a server did with a dialer: it spoke with it, or it did not, and how that ended. */
export interface Dialed {
  readonly spokenWith: boolean;
  readonly end: string;
  /** Serial number of the certificate that it showed. */
  readonly serial?: string;
}

/** Bytes that every listener of the protocol answers, if only by a refusal of the login. */
const hello = 'CONNECT {"verbose":false,"user":"nobody","pass":"nothing","lang":"x","name":"x"}\r\nPING\r\n';
const patience = 4_000;

/** Whether a listener greets before TLS begins; those for routes and gateways begin with it (2.10 to 2.15). */
export function greetsFirst(listener: string): boolean {
  return listener === "nats" || listener === "leafnode";
}

/** Dials a listener as a peer that shows something, and says hello; what comes back is told, but for a greeting before. */
export async function dial(
  { port, greets }: { readonly port: number; readonly greets: boolean },
  authority: string,
  shown: Shown,
): Promise<Dialed> {
  const socket = connectPlain(port, "127.0.0.1");
  try {
    if (greets) await greeting(socket);
    if (shown === "plain text") return await converse(socket);
    const show = shown === "nothing" ? {} : { cert: shown.certificate, key: shown.privateKey };
    const secured = connect({ socket, host: "127.0.0.1", ca: authority, ...show });
    const dialed = await converse(secured);
    const serial = secured.getPeerX509Certificate()?.serialNumber;
    return { ...dialed, ...(serial !== undefined && { serial }) };
  } finally {
    socket.destroy();
  }
}

/** The server's `INFO`, which it sends before TLS begins. */
function greeting(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.setTimeout(patience, () => reject(new Error("no greeting")));
    socket.once("data", (bytes: Buffer) =>
      bytes.toString().startsWith("INFO ")
        ? resolve()
        : reject(new Error(`no greeting: ${bytes.toString()}`)),
    );
  });
}

function converse(socket: Socket | TLSSocket): Promise<Dialed> {
  return new Promise((resolve) => {
    const end = (spokenWith: boolean, why: string) => resolve({ spokenWith, end: why });
    socket.on("data", (bytes: Buffer) => end(true, bytes.toString().slice(0, 80)));
    socket.on("error", (error) => end(false, error.message));
    socket.on("close", () => end(false, "closed"));
    socket.setTimeout(patience, () => end(false, "silence"));
    socket.write(hello);
  });
}
