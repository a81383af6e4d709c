import { setTimeout as sleep } from "node:timers/promises";
import type { ProbeConnection } from "../../compiler/live.ts";
import type { Application } from "../../compiler/model/mesh.ts";
import { covers } from "../../compiler/model/topic.ts";
import type { Grant } from "../../compiler/model/topology.ts";
import { deliver, type Delivered, type Due, type Slot } from "./deliver.ts";
import { inParallel } from "./in-parallel.ts";
import type { Ledger, Receiver } from "./ledger.ts";
import { eventId } from "./probe-topic.ts";
import { closeSession, type Ground, instancesOf, openSession, type Session } from "./session.ts";
import type { PlannedMessage } from "./verification-plan.ts";

/** Applications and messages that are tried together. */
export interface Batch {
  readonly messages: readonly PlannedMessage[];
  readonly subscribers: readonly Application[];
}

/** What happened to one batch. */
export interface FlowFindings {
  readonly delivered: readonly Delivered[];
  /** Why an application could not be tried at an instance, or not with all of its rights. */
  readonly failures: readonly ApplicationFailure[];
}

export interface ApplicationFailure {
  readonly application: string;
  readonly as: "publisher" | "subscriber";
  readonly why: string;
}

/** How long to listen for what must not come: a multiple of the slowest arrival, within bounds, in milliseconds. */
const quiet = { factor: 10, least: 150, most: 2000 };

/** Sends the messages of a batch to its subscribers: to each by itself, then to the groups as a whole. */
export async function runFlows(ground: Ground, ledger: Ledger, batch: Batch): Promise<FlowFindings> {
  const failures: ApplicationFailure[] = [];
  const single = batch.subscribers.filter((application) => application.group === undefined);
  const publishers = await openAll(ground, publishersOf(ground, batch), "publisher", failures);
  const listeners = await openAll(ground, single, "subscriber", failures);
  const receivers = await listen(ground, ledger, listeners, failures);
  const dues = duesOf(ground, batch, publishers, (message) => plainSlots(receivers, message));
  const delivered = [...(await deliver(ledger, dues))];
  delivered.push(...(await runGroups(ground, ledger, batch, publishers, failures)));
  await listenOn(ledger, delivered);
  await closeAll([...publishers, ...listeners]);
  receivers.forEach((receiver) => ledger.forget(receiver));
  return { delivered, failures };
}

interface Place {
  readonly application: Application;
  readonly session: Session;
}

function publishersOf(ground: Ground, batch: Batch): readonly Application[] {
  const names = new Set(batch.messages.map((message) => message.publisher));
  return [...names].flatMap((name) => ground.topology.mesh.applications.get(name) ?? []);
}

async function openAll(
  ground: Ground,
  applications: readonly Application[],
  as: ApplicationFailure["as"],
  failures: ApplicationFailure[],
): Promise<readonly Place[]> {
  const wanted = applications.flatMap((application) =>
    instancesOf(ground.topology, application.broker.name).map((instance) => ({ application, instance })),
  );
  return inParallel(wanted, ({ application, instance }) => open(ground, application, instance, as, failures));
}

async function open(
  ground: Ground,
  application: Application,
  instance: string,
  as: ApplicationFailure["as"],
  failures: ApplicationFailure[],
): Promise<Place> {
  const login = { identity: `application.${application.name}`, kind: "application" } as const;
  const session = await openSession(ground, login, application.broker.name, instance);
  if ("failure" in session) failures.push({ application: application.name, as, why: session.failure });
  return { application, session };
}

function closeAll(places: readonly Place[]): Promise<readonly void[]> {
  return inParallel(places, (place) => closeSession(place.session));
}

/** Subscribes each place to all that its application may read. */
async function listen(
  ground: Ground,
  ledger: Ledger,
  places: readonly Place[],
  failures: ApplicationFailure[],
): Promise<readonly Receiver[]> {
  const wanted = places.flatMap((place) =>
    readGrants(ground, place.application).map((grant) => ({ place, grant, session: place.session })),
  );
  const receivers = await inParallel(wanted, async ({ place, grant, session }) => {
    if (!("connection" in session)) return [];
    const address = addressOf(ground, place.application, grant.pattern);
    const subscription = await session.connection.subscribe(address, grant.group);
    const application = place.application.name;
    if (subscription.refused !== undefined) {
      const why = `${session.instance} refuses its subscription to ${address} (${subscription.refused})`;
      failures.push({ application, as: "subscriber", why });
      return [];
    }
    const receiver: Receiver = {
      application,
      instance: session.instance,
      ...(grant.group !== undefined && { group: grant.group }),
      pattern: grant.pattern,
      subscription,
    };
    ledger.listen(receiver);
    return [receiver];
  });
  return receivers.flat();
}

function readGrants(ground: Ground, application: Application): readonly Grant[] {
  const identity = ground.topology.identities.find(({ name }) => name === `application.${application.name}`);
  return (identity?.at.get(application.broker.name) ?? []).filter((grant) => grant.action === "subscribe");
}

function addressOf(ground: Ground, application: Application, pattern: readonly string[]): string {
  return ground.engines.get(application.broker.engine)?.dialect.address(pattern) ?? pattern.join("/");
}

function duesOf(
  ground: Ground,
  batch: Batch,
  publishers: readonly Place[],
  slotsOf: (message: PlannedMessage) => readonly Slot[],
): readonly Due[] {
  return batch.messages.flatMap((message) => {
    const slots = slotsOf(message);
    return publishers.flatMap(({ application, session }) => {
      if (application.name !== message.publisher || !("connection" in session)) return [];
      return [dueAt(ground, message, application, session.instance, session.connection, slots)];
    });
  });
}

function dueAt(
  ground: Ground,
  message: PlannedMessage,
  application: Application,
  instance: string,
  connection: ProbeConnection,
  slots: readonly Slot[],
): Due {
  const { levels } = message.topic;
  const address = addressOf(ground, application, levels);
  const draft = {
    publisher: application.name,
    instance,
    event: eventId(message.event),
    topic: levels,
    address,
  };
  return { connection, draft, slots };
}

function plainSlots(receivers: readonly Receiver[], message: PlannedMessage): readonly Slot[] {
  return receivers
    .filter((receiver) => covers(receiver.pattern, message.topic.levels))
    .map((receiver) => ({
      applications: [receiver.application],
      receivers: new Set([receiver]),
      place: receiver.instance,
    }));
}

/** Each member of each group alone, so that every member is known to be reached; then all members at once. */
async function runGroups(
  ground: Ground,
  ledger: Ledger,
  batch: Batch,
  publishers: readonly Place[],
  failures: ApplicationFailure[],
): Promise<readonly Delivered[]> {
  const groups = groupsOf(ground, batch.subscribers);
  const rounds = Math.max(0, ...groups.map((group) => group.length));
  const delivered: Delivered[] = [];
  for (let round = 0; round < rounds; round++) {
    const members = groups.map((group) => group.slice(round, round + 1));
    delivered.push(...(await runMembers(ground, ledger, batch, publishers, members, failures)));
  }
  if (rounds > 0) delivered.push(...(await runMembers(ground, ledger, batch, publishers, groups, [])));
  return delivered;
}

interface Member {
  readonly application: Application;
  readonly instance: string;
}

function groupsOf(ground: Ground, subscribers: readonly Application[]): readonly (readonly Member[])[] {
  const groups = new Map<string, Member[]>();
  for (const application of subscribers) {
    if (application.group === undefined) continue;
    const members = groups.get(application.group) ?? [];
    groups.set(application.group, members);
    for (const instance of instancesOf(ground.topology, application.broker.name))
      members.push({ application, instance });
  }
  return [...groups.values()];
}

async function runMembers(
  ground: Ground,
  ledger: Ledger,
  batch: Batch,
  publishers: readonly Place[],
  groups: readonly (readonly Member[])[],
  failures: ApplicationFailure[],
): Promise<readonly Delivered[]> {
  const places = await inParallel(groups.flat(), ({ application, instance }) =>
    open(ground, application, instance, "subscriber", failures),
  );
  const receivers = await listen(ground, ledger, places, failures);
  const names = [...new Set(receivers.map((receiver) => receiver.group ?? ""))];
  const slots = (message: PlannedMessage) =>
    names.flatMap((name) =>
      groupSlot(
        name,
        receivers.filter((receiver) => receiver.group === name),
        message,
      ),
    );
  const dues = duesOf(ground, batch, publishers, slots).filter((due) => due.slots.length > 0);
  const delivered = await deliver(ledger, dues);
  if (groups.some((group) => group.length > 1)) await listenOn(ledger, delivered);
  await closeAll(places);
  receivers.forEach((receiver) => ledger.forget(receiver));
  return delivered;
}

function groupSlot(group: string, members: readonly Receiver[], message: PlannedMessage): readonly Slot[] {
  const able = members.filter((member) => covers(member.pattern, message.topic.levels));
  if (able.length === 0) return [];
  const instances = [...new Set(able.map((member) => member.instance))];
  const place = instances.length === 1 ? `${instances[0]} (group ${group})` : `any member of group ${group}`;
  return [
    { applications: [...new Set(able.map((member) => member.application))], receivers: new Set(able), place },
  ];
}

/** Listens for duplicates and strays for a time that follows from how slow the slowest arrival was. */
async function listenOn(ledger: Ledger, delivered: readonly Delivered[]): Promise<void> {
  let slowest = 0;
  for (const { slots } of delivered) {
    for (const probe of slots.flatMap((slot) => slot.counted)) {
      for (const arrival of probe.arrivals) slowest = Math.max(slowest, arrival.atMs - probe.sentAtMs);
    }
  }
  await sleep(Math.min(quiet.most, Math.max(quiet.least, slowest * quiet.factor)));
  ledger.collect();
}
