import { X509Certificate } from "node:crypto";
import { connect as connectPlain, type Socket } from "node:net";
import { connect } from "node:tls";
import { greetsFirst } from "./dial.ts";

/** The certificate that a listener of a broker shows to whoever dials it. */
export async function certificateOf(port: number, listener: string): Promise<X509Certificate> {
  const socket = connectPlain(port, "127.0.0.1");
  try {
    if (greetsFirst(listener)) await new Promise((resolve) => socket.once("data", resolve));
    return await shownOn(socket);
  } finally {
    socket.destroy();
  }
}

function shownOn(socket: Socket): Promise<X509Certificate> {
  return new Promise((resolve, reject) => {
    // Whoever wants a certificate of ours ends the connection, but not before it has shown its own.
    const secured = connect({ socket, rejectUnauthorized: false, maxVersion: "TLSv1.3" });
    secured.once("error", reject);
    secured.once("secureConnect", () => {
      const { raw } = secured.getPeerCertificate();
      resolve(new X509Certificate(raw));
    });
  });
}
