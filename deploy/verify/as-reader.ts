import type { StoredProbe } from "../../compiler/live.ts";
import type { Durable } from "../../compiler/model/topology.ts";
import type { DurableAddress } from "../../compiler/target.ts";
import { closeSession, dialectAt, type Ground, openSession } from "./session.ts";

/** An application that reads by a durable, logged in, and where it reads. */
export interface Reader {
  readonly by: StoredProbe;
  readonly from: DurableAddress;
  /** Where its dead letters are, if it has some. */
  readonly told: DurableAddress | undefined;
}

/** Does something as the first reader of a durable; `undefined` where it cannot log in, which is told elsewhere. */
export async function asReader<T>(
  ground: Ground,
  durable: Durable,
  work: (reader: Reader) => Promise<T>,
): Promise<T | undefined> {
  const [application = ""] = durable.applications;
  const broker = ground.topology.places.get(application)?.brokers[0];
  const stored = dialectAt(ground, application, broker?.name ?? "")?.stored;
  const node = ground.topology.brokers.get(broker?.name ?? "");
  if (!broker || !stored || !node) return undefined;
  const login = { identity: `application.${application}`, kind: "application" } as const;
  const session = await openSession(ground, login, broker.name, broker.instances[0]?.name ?? "");
  if (!("connection" in session)) return undefined;
  const addresses = { from: stored.durable(durable, node), told: stored.deadLetters(durable, node) };
  try {
    return session.connection.stored && (await work({ by: session.connection.stored, ...addresses }));
  } finally {
    await closeSession(session);
  }
}
