import { jetstream } from "@nats-io/jetstream";
import type { RunningMesh } from "./running-mesh.ts";

/** Logs in as an application. */
export function client(mesh: RunningMesh, application: string, instance: string) {
  return mesh.client(`application.${application}`, instance, { inboxPrefix: `_INBOX_${application}` });
}

/** Publishes `orders.created` as an application and returns once it is acknowledged as stored: in which stream. */
export async function publishStored(mesh: RunningMesh, application: string, instance: string, text: string) {
  const connection = await client(mesh, application, instance);
  const { stream } = await jetstream(connection).publish("orders.created", text, { timeout: 5_000 });
  await connection.close();
  return stream;
}
