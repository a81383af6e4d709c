import { createInbox, type NatsConnection } from "@nats-io/transport-node";
import type { Endpoint } from "../../../../compiler/model/address.ts";
import { logIn } from "./log-in.ts";
import { type Connz, monitoring } from "./monitoring.ts";

const patience = 5_000;
/** Connections that are ended in one go. */
const most = 10_000;

/** How many connections, of clients and of leaf links, are logged in with a key, or by a user name; `undefined` where nothing answers. */
export async function countLogins(management: Endpoint, publicKey: string): Promise<number | undefined> {
  return (await loggedIn(management, publicKey))?.length;
}

/**
 * Ends the connections that are logged in with a key, so that who may still log in does so anew, with the rights that
 * its user has now. A reload ends clients whose user is gone, but leaves a connected leaf its rights, and even a
 * removed user's link (2.10 to 2.15). Throws where it cannot log in or a connection stays.
 */
export async function endLogins(
  client: Endpoint,
  management: Endpoint,
  systemSeed: string,
  publicKey: string,
): Promise<number> {
  let ended = 0;
  for (const end = performance.now() + patience; ;) {
    const doomed = await loggedIn(management, publicKey);
    if (!doomed) throw new Error("its monitoring listener does not answer");
    if (doomed.length === 0) return ended;
    await kick(client, systemSeed, doomed);
    await untilGone(management, publicKey, doomed, end);
    ended += doomed.length;
    if (doomed.length < most) return ended;
  }
}

async function kick(client: Endpoint, systemSeed: string, ids: readonly number[]): Promise<void> {
  const operator: NatsConnection = await logIn(client, { seed: systemSeed });
  try {
    const subject = `$SYS.REQ.SERVER.${operator.info?.server_id}.KICK`;
    // A request without a reply address is not carried out (2.15); the answers themselves tell nothing.
    for (const cid of ids) operator.publish(subject, JSON.stringify({ cid }), { reply: createInbox() });
    await operator.flush();
  } finally {
    await operator.close();
  }
}

async function untilGone(
  management: Endpoint,
  publicKey: string,
  doomed: readonly number[],
  end: number,
): Promise<void> {
  for (;;) {
    const now = await loggedIn(management, publicKey);
    if (!doomed.some((id) => now?.includes(id))) return;
    if (performance.now() > end) throw new Error("a connection stays though it was told to end");
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** Ids of the connections of a key or user name. Only where it is asked for an account does a server tell of leaf links (2.10 to 2.15). */
async function loggedIn(management: Endpoint, publicKey: string): Promise<readonly number[] | undefined> {
  const query = `acc=MESH&auth=true&user=${encodeURIComponent(publicKey)}&limit=${most}`;
  const connz = await monitoring<Connz>(management, `/connz?${query}`);
  return connz && (connz.connections ?? []).map(({ cid }) => cid);
}
