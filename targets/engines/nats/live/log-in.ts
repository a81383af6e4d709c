import {
  type Authenticator,
  AuthorizationError,
  connect,
  type ConnectionOptions,
  type NatsConnection,
  type TlsOptions,
} from "@nats-io/transport-node";
import { ProbeRefused } from "../../../../compiler/live.ts";
import type { Endpoint } from "../../../../compiler/model/address.ts";
import { hostPort } from "../../../kit/host-port.ts";
import { signerOf } from "./signer.ts";

/** What somebody shows who logs in; no seed = nothing at all. */
export interface Login {
  readonly seed?: string;
  readonly inboxPrefix?: string;
}

const patience = 5_000;
const attempts = 3;

/**
 * One connection to exactly this address, never made anew. Throws `ProbeRefused` where the server refuses the login;
 * any other error means that it could not be asked.
 */
export async function logIn(to: Endpoint, login: Login): Promise<NatsConnection> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await logInOnce(to, login);
    } catch (error) {
      if (!saysNothing(error) || attempt === attempts) throw error;
    }
  }
}

/**
 * Whether an error says nothing of the login: on a machine with too much to do the server did not hear in time who it
 * is, or closed the connection, as it does after a refusal, before that was read.
 */
function saysNothing(error: unknown): boolean {
  return error instanceof Error && /authentication timeout|EPIPE|ECONNRESET/i.test(error.message);
}

/** Set, they make the client speak TLS or nothing. Of an address, unlike of a name, node is told by us what it should find. */
function tlsOf(host: string, authority: string): TlsOptions & { readonly host: string } {
  return { ca: authority, host };
}

function authenticatorOf(seed: string): Authenticator {
  const { publicKey, sign } = signerOf(seed);
  return (nonce = "") => ({ nkey: publicKey, sig: sign(nonce) });
}

async function logInOnce(to: Endpoint, { seed, inboxPrefix }: Login): Promise<NatsConnection> {
  const options: ConnectionOptions = {
    servers: hostPort(to),
    timeout: patience,
    reconnect: false,
    // The server would tell of other instances, which must not stand in for the one that is asked.
    ignoreClusterUpdates: true,
    ...(to.authority !== undefined && { tls: tlsOf(to.host, to.authority) }),
    ...(seed !== undefined && { authenticator: authenticatorOf(seed) }),
    ...(inboxPrefix !== undefined && { inboxPrefix }),
  };
  try {
    return await connect(options);
  } catch (error) {
    if (error instanceof AuthorizationError) throw new ProbeRefused(error.message, { cause: error });
    throw error;
  }
}
