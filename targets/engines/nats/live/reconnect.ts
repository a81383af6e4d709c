import { createInbox, type NatsConnection } from "@nats-io/transport-node";
import type { Endpoint } from "../../../../compiler/model/address.ts";
import { logIn } from "./log-in.ts";
import { type Connz, type Leaf, type Leafz, monitoring } from "./monitoring.ts";

const patience = 5_000;
/** Ids that are tried where the server does not tell them; more would take longer than a restart. */
const most = 200_000;

/**
 * Ends the leaf links that servers of these names hold at an instance, so that they log in anew with the rights that
 * their users have now; without names, every link that it accepted. A reload leaves a connected leaf's rights as they
 * were, and even a removed user's link (2.10 to 2.15). Throws where it cannot log in or a link stays.
 */
export async function reconnectLeaves(
  client: Endpoint,
  management: Endpoint,
  systemSeed: string,
  dialers: readonly string[] | undefined,
): Promise<void> {
  const wanted = (leaf: Leaf) => leaf.is_spoke !== true && (dialers?.includes(leaf.name ?? "") ?? true);
  const doomed = (await leaves(management)).filter(wanted);
  if (doomed.length === 0) return;
  const operator = await logIn(client, { seed: systemSeed });
  try {
    const told = doomed.flatMap((leaf) => leaf.id ?? []);
    if (told.length === doomed.length) await kick(operator, told);
    else await kickAnyOf(operator, management);
    await untilGone(management, doomed);
  } finally {
    await operator.close();
  }
}

async function leaves(management: Endpoint): Promise<readonly Leaf[]> {
  const leafz = await monitoring<Leafz>(management, "/leafz");
  if (!leafz) throw new Error("its monitoring listener does not answer");
  return leafz.leafs ?? [];
}

async function kick(operator: NatsConnection, ids: readonly number[]): Promise<void> {
  const subject = `$SYS.REQ.SERVER.${operator.info?.server_id}.KICK`;
  // A request without a reply address is not carried out (2.15); the answers themselves tell nothing.
  for (const cid of ids) operator.publish(subject, JSON.stringify({ cid }), { reply: createInbox() });
  await operator.flush();
}

/**
 * 2.10 does not tell a leaf's id. Ids are given out in order to all connections, routes and gateways ignore the
 * request, so that all but the clients' are tried; the other leaf links of the instance come back like the wanted ones.
 */
async function kickAnyOf(operator: NatsConnection, management: Endpoint): Promise<void> {
  const own = operator.info?.client_id ?? 0;
  if (own > most)
    throw new Error(
      "NATS 2.10 does not tell the ids of leaf links, and this instance has given out too many to try; restart it",
    );
  const connz = await monitoring<Connz>(management, `/connz?limit=${most}`);
  if (!connz) throw new Error("its monitoring listener does not answer");
  const clients = new Set(connz.connections?.map(({ cid }) => cid));
  const ids = Array.from({ length: own }, (_, id) => id).filter((id) => id > 0 && !clients.has(id));
  await kick(operator, ids);
}

async function untilGone(management: Endpoint, doomed: readonly Leaf[]): Promise<void> {
  const end = performance.now() + patience;
  for (;;) {
    const now = await leaves(management);
    if (!doomed.some((old) => now.some((leaf) => isSame(old, leaf)))) return;
    if (performance.now() > end) throw new Error("a leaf link stays though it was told to end");
    await new Promise((done) => setTimeout(done, 50));
  }
}

function isSame(a: Leaf, b: Leaf): boolean {
  return a.ip === b.ip && a.port === b.port;
}
