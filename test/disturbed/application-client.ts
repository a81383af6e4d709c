import { connect, nkeyAuthenticator, type NatsConnection, type TlsOptions } from "@nats-io/transport-node";
import type { Credentials } from "../../deploy/credentials/credentials.ts";

/** A connection of an application, and what the server refused it. */
export interface ApplicationClient {
  readonly connection: NatsConnection;
  readonly refused: readonly string[];
}

/**
 * Connects as an application with what it was handed out, to any instance of its broker, and again whenever the
 * connection ends. `turn` chooses the instance that is tried first, so that every instance has clients.
 */
export async function connectApplication(credentials: Credentials, turn: number): Promise<ApplicationClient> {
  const urls = credentials.brokers.flatMap((broker) => broker.urls);
  const first = turn % urls.length;
  if (!("nkeySeed" in credentials.identity)) throw new Error(`${credentials.application} has no nkey`);
  const connection = await connect({
    servers: [...urls.slice(first), ...urls.slice(0, first)],
    noRandomize: true,
    authenticator: nkeyAuthenticator(new TextEncoder().encode(credentials.identity.nkeySeed)),
    ...(credentials.inboxPrefix !== undefined && { inboxPrefix: credentials.inboxPrefix }),
    ...(credentials.ca !== undefined && { tls: tlsOf(credentials.ca) }),
    name: credentials.application,
    timeout: 5_000,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 250,
  });
  const refused: string[] = [];
  void (async () => {
    for await (const status of connection.status())
      if (status.type === "error") refused.push(`${credentials.application}: ${status.error.message}`);
  })();
  return { connection, refused };
}

/** The client takes a server that has an address and no name for `localhost`, unless it is told. */
function tlsOf(ca: string): TlsOptions {
  return { ca, host: "127.0.0.1" } as TlsOptions;
}
