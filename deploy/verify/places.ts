import type { Application } from "../../compiler/model/mesh.ts";
import type { Pattern } from "../../compiler/model/topic.ts";
import type { Grant } from "../../compiler/model/topology.ts";
import { inParallel } from "./in-parallel.ts";
import type { Ledger, Receiver } from "./ledger.ts";
import { closeSession, type Ground, instancesOf, openSession, type Session } from "./session.ts";

/** An application at one instance of its broker. */
export interface Place {
  readonly application: Application;
  readonly session: Session;
}

/** Why an application could not be tried at an instance, or not with all of its rights. */
export interface ApplicationFailure {
  readonly application: string;
  readonly as: "publisher" | "subscriber";
  readonly why: string;
}

/** Who is to log in where. */
export interface Wanted {
  readonly application: Application;
  readonly instance: string;
}

/** Every instance of the brokers of some applications. */
export function everywhere(ground: Ground, applications: readonly Application[]): readonly Wanted[] {
  return applications.flatMap((application) =>
    instancesOf(ground.topology, application.broker.name).map((instance) => ({ application, instance })),
  );
}

/** Logs applications in. Who cannot is noted as a failure; its place stays, without a connection. */
export function openPlaces(
  ground: Ground,
  wanted: readonly Wanted[],
  as: ApplicationFailure["as"],
  failures: ApplicationFailure[],
): Promise<readonly Place[]> {
  return inParallel(wanted, async ({ application, instance }) => {
    const login = { identity: `application.${application.name}`, kind: "application" } as const;
    const session = await openSession(ground, login, application.broker.name, instance);
    if ("failure" in session) failures.push({ application: application.name, as, why: session.failure });
    return { application, session };
  });
}

/** Ends all sessions and stops listening. */
export async function closePlaces(
  ledger: Ledger,
  places: readonly Place[],
  receivers: readonly Receiver[],
): Promise<void> {
  await inParallel(places, (place) => closeSession(place.session));
  receivers.forEach((receiver) => ledger.forget(receiver));
}

/** Subscribes each place to all that its application may read, and listens. What is refused is a failure. */
export async function listenAt(
  ground: Ground,
  ledger: Ledger,
  places: readonly Place[],
  failures: ApplicationFailure[],
): Promise<readonly Receiver[]> {
  const wanted = places.flatMap((place) =>
    readGrants(ground, place.application).map((grant) => ({ place, grant })),
  );
  const receivers = await inParallel(wanted, async ({ place, grant }) => {
    const receiver = await subscribe(ground, place, grant);
    if (receiver === undefined) return [];
    const { refused } = receiver.subscription;
    if (refused === undefined) {
      ledger.listen(receiver);
      return [receiver];
    }
    const address = addressOf(ground, place.application, grant.pattern);
    const why = `${receiver.instance} refuses its subscription to ${address} (${refused})`;
    failures.push({ application: receiver.application, as: "subscriber", why });
    return [];
  });
  return receivers.flat();
}

async function subscribe(
  ground: Ground,
  { application, session }: Place,
  grant: Grant,
): Promise<Receiver | undefined> {
  if (!("connection" in session)) return undefined;
  const { group, pattern } = grant;
  const subscription = await session.connection.subscribe(addressOf(ground, application, pattern), group);
  const where = { application: application.name, instance: session.instance, pattern };
  return { ...where, ...(group !== undefined && { group }), subscription };
}

/** What an application may read where it attaches. */
export function readGrants(ground: Ground, application: Application): readonly Grant[] {
  const identity = ground.topology.identities.find(({ name }) => name === `application.${application.name}`);
  const grants = identity?.at.get(application.broker.name) ?? [];
  return grants.filter((grant) => grant.action === "subscribe");
}

/** A topic as the application's broker writes it. */
export function addressOf(ground: Ground, application: Application, pattern: Pattern): string {
  return ground.engines.get(application.broker.engine)?.dialect.address(pattern) ?? pattern.join("/");
}
