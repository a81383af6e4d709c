import { connect, type NatsConnection, nkeyAuthenticator, type TlsOptions } from "@nats-io/transport-node";
import type { RunningMesh } from "../../../deploy/running-mesh.ts";
import { provisionerIdentity } from "../../../targets/engines/nats/files.ts";
import { provisionerInbox } from "../../../targets/engines/nats/control-subjects.ts";

/** A client that may look at all that is inside a broker: it logs in as who makes streams. */
export function inspector(running: RunningMesh, instance: string): Promise<NatsConnection> {
  const at = running.endpoint(instance, "nats");
  const seed = running.seedOf(provisionerIdentity);
  if (!at || seed === undefined) throw new Error(`nobody can look into ${instance}`);
  return connect({
    servers: `${at.host}:${at.port}`,
    authenticator: nkeyAuthenticator(new TextEncoder().encode(seed)),
    inboxPrefix: provisionerInbox,
    // The client takes a server that has an address and no name for `localhost`, unless it is told.
    ...(at.authority !== undefined && { tls: { ca: at.authority, host: "127.0.0.1" } as TlsOptions }),
    reconnect: false,
  });
}
