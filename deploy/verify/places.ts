import type { Application, Broker } from "../../compiler/model/mesh.ts";
import { placesOf } from "../../compiler/model/places-of.ts";
import type { Pattern } from "../../compiler/model/topic.ts";
import { invariant } from "../../compiler/diagnostics/invariant.ts";
import type { Durable, Grant, Identity } from "../../compiler/model/topology.ts";
import type { DurableAddress } from "../../compiler/target.ts";
import { inParallel } from "./in-parallel.ts";
import type { Ledger, Receiver } from "./ledger.ts";
import { closeSession, dialectAt, type Ground, openSession, type Session } from "./session.ts";

/** An application at one instance of a broker where it may be. */
export interface Place {
  readonly application: Application;
  readonly broker: Broker;
  readonly session: Session;
}

/** Why an application could not be tried at an instance, or not with all of its rights. */
export interface ApplicationFailure {
  readonly application: string;
  readonly instance: string;
  readonly as: "publisher" | "subscriber";
  readonly why: string;
}

/** Who is to log in where. */
export interface Wanted {
  readonly application: Application;
  readonly broker: Broker;
  readonly instance: string;
}

/** Every instance of all brokers where some applications may be. */
export function everywhere(ground: Ground, applications: readonly Application[]): readonly Wanted[] {
  return applications.flatMap((application) =>
    placesOf(ground.topology, application).flatMap((broker) =>
      broker.instances.map(({ name }) => ({ application, broker, instance: name })),
    ),
  );
}

/** Logs applications in. Who cannot is noted as a failure; its place stays, without a connection. */
export function openPlaces(
  ground: Ground,
  wanted: readonly Wanted[],
  as: ApplicationFailure["as"],
  failures: ApplicationFailure[],
): Promise<readonly Place[]> {
  return inParallel(wanted, async ({ application, broker, instance }) => {
    const { name } = application;
    const login = { identity: `application.${name}`, kind: "application" } as const;
    const session = await openSession(ground, login, broker.name, instance);
    if ("failure" in session) failures.push({ application: name, instance, as, why: session.failure });
    return { application, broker, session };
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

/** How an application comes to events: by itself as they pass, or sharing them with others. */
export type Reading = "alone" | "shared";

/** Subscribes each place to what its application reads alone, or shares, and listens. What is refused is a failure. */
export async function listenAt(
  ground: Ground,
  ledger: Ledger,
  places: readonly Place[],
  reading: Reading,
  failures: ApplicationFailure[],
): Promise<readonly Receiver[]> {
  const wanted = places.flatMap((place) => readsOf(ground, ledger, place, reading));
  const receivers = await inParallel(wanted, async ({ to, open }) => {
    const receiver = await open();
    const { refused } = receiver.subscription;
    if (refused === undefined) {
      ledger.listen(receiver);
      return [receiver];
    }
    const why = `${receiver.instance} refuses its subscription to ${to} (${refused})`;
    const { application, instance } = receiver;
    failures.push({ application, instance, as: "subscriber", why });
    return [];
  });
  return receivers.flat();
}

/** A subscription to open: to what, in words, and how. */
interface Read {
  readonly to: string;
  readonly open: () => Promise<Receiver>;
}

function readsOf(
  ground: Ground,
  ledger: Ledger,
  { application, broker, session }: Place,
  reading: Reading,
): readonly Read[] {
  if (!("connection" in session)) return [];
  const { connection, instance } = session;
  const writes = (topic: Pattern) => addressOf(ground, application.name, broker, topic);
  const where = { application: application.name, instance, writes };
  const grants = readGrants(ground, application, broker).filter(
    ({ group }) => (group === undefined ? "alone" : "shared") === reading,
  );
  const live = grants.map(({ pattern, group }) => {
    const to = addressOf(ground, application.name, broker, pattern);
    const shared = group === undefined ? {} : { group: `group ${group}` };
    const open = async (): Promise<Receiver> => {
      return {
        ...where,
        patterns: [pattern],
        ...shared,
        subscription: await connection.subscribe(to, group),
      };
    };
    return { to, open };
  });
  if (reading === "alone") return live;
  const durables = durablesOf(ground, application, broker).map((durable) => {
    const to = `durable ${durable.name} of ${durable.mirror ?? durable.stream}`;
    const from = durableAddress(ground, application, broker, durable);
    const open = async (): Promise<Receiver> => {
      invariant(connection.stored, `${application.name} reads by a durable over a protocol that has them`);
      const decide = (payload: Uint8Array) => ledger.decide(to, payload);
      const own = ledger.waiting(to, durable.patterns);
      const subscription = await connection.stored.read(from, decide, own);
      const copied = durable.mirror !== undefined && { copied: true as const };
      return { ...where, patterns: durable.patterns, group: to, ...copied, subscription };
    };
    return { to, open };
  });
  return [...live, ...durables];
}

/** Durables that an application reads by at a broker, and may read by for a try. */
export function durablesOf(ground: Ground, application: Application, broker: Broker): readonly Durable[] {
  const reads = identityOf(ground, application)?.uses.get(broker.name)?.reads ?? [];
  return reads.filter((durable) => !ground.leftAlone?.has(durable));
}

function durableAddress(
  ground: Ground,
  { name }: Application,
  broker: Broker,
  durable: Durable,
): DurableAddress {
  const node = ground.topology.brokers.get(broker.name);
  const address = node && dialectAt(ground, name, broker.name)?.stored?.durable(durable, node);
  invariant(address, `broker ${broker.name} has an engine that verify knows`);
  return address;
}

function identityOf(ground: Ground, application: Application): Identity | undefined {
  return ground.topology.identities.find(({ name }) => name === `application.${application.name}`);
}

/** What an application may read at a broker. */
export function readGrants(ground: Ground, application: Application, broker: Broker): readonly Grant[] {
  const grants = identityOf(ground, application)?.at.get(broker.name) ?? [];
  return grants.filter((grant) => grant.action === "subscribe");
}

/** A topic as an application writes it at a broker. */
export function addressOf(ground: Ground, application: string, broker: Broker, pattern: Pattern): string {
  return dialectAt(ground, application, broker.name)?.address(pattern) ?? pattern.join("/");
}
