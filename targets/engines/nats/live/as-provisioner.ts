import { type JetStreamManager, jetstreamManager } from "@nats-io/jetstream";
import type { NatsConnection } from "@nats-io/transport-node";
import type { Endpoint } from "../../../../compiler/model/address.ts";
import { provisionerInbox } from "../control-subjects.ts";
import { isNotReady, whyNot } from "./in-force.ts";
import { logIn } from "./log-in.ts";

/** JetStream, as who makes streams and consumers reaches it. */
export interface ProvisionerSession {
  readonly connection: NatsConnection;
  readonly manager: JetStreamManager;
  /** Reaches it at a further server, until the session ends. */
  open(to: Endpoint): Promise<JetStreamManager>;
}

/**
 * Works with JetStream as who makes streams and consumers; all connections are closed at the end. Resolves to
 * `undefined` where a broker cannot be asked yet, which `notReady` is told why.
 */
export async function asProvisioner<T>(
  client: Endpoint,
  seed: string,
  work: (session: ProvisionerSession) => Promise<T>,
  notReady?: (why: string) => void,
): Promise<T | undefined> {
  const opened: NatsConnection[] = [];
  const reach = async (to: Endpoint) => {
    const connection = await logIn(to, { seed, inboxPrefix: provisionerInbox });
    opened.push(connection);
    return { connection, manager: await jetstreamManager(connection, { checkAPI: false }) };
  };
  try {
    return await work({ ...(await reach(client)), open: async (to) => (await reach(to)).manager });
  } catch (error) {
    if (!isNotReady(error)) throw error;
    notReady?.(whyNot(error));
    return undefined;
  } finally {
    await Promise.all(opened.map((connection) => connection.close()));
  }
}
