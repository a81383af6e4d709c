import { identityIn } from "../../compiler/model/names.ts";
import { inParallel } from "./in-parallel.ts";
import { applicationOf } from "./probe-ground.ts";
import { closeSession, type Ground, instancesOf, openSession, tryAtListener } from "./session.ts";
import type { StrangerLogin } from "./verification-plan.ts";

/** A login of somebody whom a broker must not let in. */
export interface StrangerFinding {
  readonly stranger: StrangerLogin;
  readonly instance: string;
  readonly got: "allowed" | "denied" | "unreachable";
  readonly why: string;
}

type Knocked = Pick<StrangerFinding, "got" | "why">;

const atOnce = 32;

/** Knocks at every instance as somebody whom it must not let in. */
export async function runStrangers(
  ground: Ground,
  plan: readonly StrangerLogin[],
): Promise<readonly StrangerFinding[]> {
  const units = plan.flatMap((stranger) =>
    instancesOf(ground.topology, stranger.broker).map((instance) => ({ stranger, instance })),
  );
  return inParallel(
    units,
    async ({ stranger, instance }) => {
      const knocked = await (stranger.listener === undefined
        ? knockAsClient(ground, stranger, instance)
        : knockAsPeer(ground, stranger, instance, stranger.listener));
      return { stranger, instance, ...knocked };
    },
    atOnce,
  );
}

async function knockAsClient(ground: Ground, stranger: StrangerLogin, instance: string): Promise<Knocked> {
  const session = await openSession(ground, stranger, stranger.broker, instance);
  await closeSession(session);
  if (!("failure" in session)) return { got: "allowed", why: letIn(ground, stranger, instance) };
  return { got: session.refused ? "denied" : "unreachable", why: session.failure };
}

function letIn({ topology }: Ground, { identity }: StrangerLogin, instance: string): string {
  return `${instance} lets ${identityIn(topology.mesh.names ?? new Map(), identity)} in`;
}

async function knockAsPeer(
  ground: Ground,
  stranger: StrangerLogin,
  instance: string,
  listener: string,
): Promise<Knocked> {
  const at = { broker: stranger.broker, instance, listener };
  const found = await tryAtListener(ground, stranger, at, { action: "connect" });
  if ("failure" in found) return { got: found.isRefused ? "denied" : "unreachable", why: found.failure };
  const why = `${letIn(ground, stranger, instance)} at its listener ${listener}`;
  const reaches = await reachesMesh(ground, stranger, instance, listener);
  // Some servers let a stranger in, to where nothing of the mesh is.
  return reaches === false ? { got: "denied", why } : { got: "allowed", why };
}

/**
 * Whether somebody who was let in reaches the mesh: what it publishes comes to an application at that instance, or is
 * refused. `undefined` where none is there to show it, or what was opened is no place to publish.
 */
async function reachesMesh(
  ground: Ground,
  stranger: StrangerLogin,
  instance: string,
  listener: string,
): Promise<boolean | undefined> {
  const { broker } = stranger;
  const engine = ground.engines.get(ground.topology.brokers.get(broker)?.broker.engine ?? "");
  const dialect = engine?.protocols[0].dialect;
  const witness = ground.topology.identities.find(
    (one) => one.kind === "application" && one.at.has(broker) && one.protocol === engine?.protocols[0].name,
  );
  if (!dialect?.replies || !witness || listener !== dialect.peers?.linkListener) return undefined;
  const { replies, noRequest } = dialect;
  const login = { identity: witness.name, kind: witness.kind };
  const session = await openSession(ground, login, broker, instance);
  if (!("connection" in session)) return undefined;
  const prefix = replies.inboxPrefix(applicationOf(witness) ?? "");
  const { received } = await session.connection.subscribe(replies.set(prefix));
  const hears = async () => {
    for (let wait = 0; wait < 20 && received.length === 0; wait++)
      await new Promise((done) => setTimeout(done, 25));
  };
  const at = { broker, instance, listener };
  const address = replies.one(prefix);
  const payload = new TextEncoder().encode(noRequest);
  const outcome = await tryAtListener(ground, stranger, at, {
    action: "publish",
    address,
    payload,
    meanwhile: hears,
  });
  await closeSession(session);
  // Whoever is refused something has the rights of somebody.
  return received.length > 0 || ("refused" in outcome && outcome.refused !== undefined);
}
