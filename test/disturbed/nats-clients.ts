import { jetstream } from "@nats-io/jetstream";
import { pause } from "../nats/until.ts";
import { type ApplicationClient, connectApplication } from "./application-client.ts";
import type { DisturbedMesh } from "./disturbed-mesh.ts";
import { eventText } from "./event-text.ts";
import type { Send } from "./publisher.ts";
import { readEvents } from "./read-events.ts";
import type { Clients } from "./traffic.ts";

const acknowledgedWithin = 4_000;
const beforeAnother = 250;

/** Applications of a mesh that speak NATS. `turn` chooses the instances that they connect to first. */
export function natsClients(
  { credentials: credentialsOf }: Pick<DisturbedMesh, "credentials">,
  turn: number,
): Clients {
  const clients: ApplicationClient[] = [];
  const login = async (name: string) => {
    const credentials = credentialsOf(name);
    const client = await connectApplication(credentials, turn + clients.length);
    clients.push(client);
    return { credentials, client };
  };
  return {
    async publish(name, isStored) {
      const { client, credentials } = await login(name);
      const subject = credentials.publish[0]?.address ?? "";
      return isStored ? sendStored(client, subject) : sendPlain(client, subject);
    },
    async read(name, heard) {
      const { client, credentials } = await login(name);
      await readEvents(client, credentials, heard);
    },
    refused: () => clients.flatMap(({ refused }) => refused),
    async close() {
      await Promise.all(clients.map(({ connection }) => connection.close().catch(() => undefined)));
    },
  };
}

/** Tries again with the same message id until it is acknowledged that the event is stored, or all is over. */
function sendStored({ connection }: ApplicationClient, subject: string): Send {
  const client = jetstream(connection, { timeout: acknowledgedWithin });
  return async (event, isOver) => {
    const text = eventText(event);
    while (!isOver()) {
      try {
        await client.publish(subject, text, { msgID: text, timeout: acknowledgedWithin });
        return true;
      } catch {
        await pause(beforeAnother);
      }
    }
    return false;
  };
}

/** What is handed to the client counts as published, be the client connected or not. */
function sendPlain({ connection }: ApplicationClient, subject: string): Send {
  return async (event) => {
    try {
      connection.publish(subject, eventText(event));
      return true;
    } catch {
      return false;
    }
  };
}
