import { jetstream } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { applications, flows } from "./flows.mjs";

/** Events that a reader has asked for and not received yet, at most. */
const askedFor = 500;

/**
 * Logs all applications of a mesh in. Readers ask for events until they are closed, also between two measurements: a
 * request that somebody leaves behind would be given the next events, and nobody would hear of them for 30 s.
 */
export async function openClients(mesh) {
  const connections = new Map();
  for (const name of applications)
    connections.set(name, await connect({ ...mesh.login(name), reconnect: false, timeout: 10_000 }));
  const readers = new Map();
  for (const { reader } of flows)
    readers.set(reader, await openReader(connections.get(reader), mesh.durable(reader)));
  return {
    mesh,
    publisher: (application) => jetstream(connections.get(application), { timeout: 20_000 }),
    /** Calls `take` with each event that comes for a reader, before it is acknowledged. */
    listen: (application, take) => (readers.get(application).take = take),
    close: () => Promise.all([...connections.values()].map((connection) => connection.close())),
  };
}

async function openReader(connection, { stream, consumer, domain }) {
  const reader = { take: () => {} };
  const found = await jetstream(connection, { domain }).consumers.get(stream, consumer);
  await found.consume({
    max_messages: askedFor,
    callback: (message) => {
      reader.take(message.data);
      message.ack();
    },
  });
  return reader;
}
