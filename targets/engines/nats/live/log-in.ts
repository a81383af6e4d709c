import {
  AuthorizationError,
  connect,
  type ConnectionOptions,
  nkeyAuthenticator,
  type NatsConnection,
} from "@nats-io/transport-node";
import { ProbeRefused } from "../../../../compiler/live.ts";
import type { Endpoint } from "../../../../compiler/model/address.ts";
import { hostPort } from "../../../kit/host-port.ts";

/** What somebody shows who logs in; no seed = nothing at all. */
export interface Login {
  readonly seed?: string;
  readonly inboxPrefix?: string;
}

const patience = 5_000;
/** How often somebody knocks whose connection is closed under the words that say why. */
const mostKnocks = 4;

/**
 * One connection to exactly this address, never made anew. Throws `ProbeRefused` where the server refuses the login;
 * any other error means that it could not be asked.
 */
export async function logIn(to: Endpoint, { seed, inboxPrefix }: Login): Promise<NatsConnection> {
  const options: ConnectionOptions = {
    servers: hostPort(to),
    timeout: patience,
    reconnect: false,
    // The server would tell of other instances, which must not stand in for the one that is asked.
    ignoreClusterUpdates: true,
    ...(seed !== undefined && { authenticator: nkeyAuthenticator(new TextEncoder().encode(seed)) }),
    ...(inboxPrefix !== undefined && { inboxPrefix }),
  };
  for (let knock = 1; ; knock++) {
    try {
      return await connect(options);
    } catch (error) {
      if (error instanceof AuthorizationError) throw new ProbeRefused(error.message, { cause: error });
      if (!isCutShort(error) || knock === mostKnocks) throw error;
    }
  }
}

/**
 * A server closes the connection as soon as it has refused a login. Whoever still writes then is told that nobody
 * listens, and does not get to read the refusal (seen on a busy machine, twice in a thousand logins).
 */
function isCutShort(error: unknown): boolean {
  return error instanceof Error && /EPIPE|ECONNRESET/.test(error.message);
}
