import { jetstream } from "@nats-io/jetstream";
import { connect, nkeyAuthenticator } from "@nats-io/transport-node";
import type { LiveMesh } from "./live-mesh.ts";

/** Publishes an event of the mesh's own, which waits for whoever reads it. */
export async function publishOwn(mesh: LiveMesh, application: string, instance: string, subject: string) {
  const connection = await connect({
    servers: `127.0.0.1:${mesh.port(instance, "nats")}`,
    authenticator: nkeyAuthenticator(new TextEncoder().encode(mesh.key(`application.${application}`).seed)),
    inboxPrefix: `_INBOX_${application}`,
  });
  await jetstream(connection).publish(subject, "an order", { timeout: 10_000 });
  await connection.close();
}
