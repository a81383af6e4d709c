import { setTimeout as sleep } from "node:timers/promises";
import { calledIn } from "../../compiler/model/names.ts";
import { placesOf } from "../../compiler/model/places-of.ts";
import { allCame, deliver, patience, type Slot } from "./deliver.ts";
import { isFor, type Ledger, type Receiver } from "./ledger.ts";
import {
  type ApplicationFailure,
  closePlaces,
  durablesOf,
  everywhere,
  listenAt,
  openPlaces,
  type Wanted,
} from "./places.ts";
import type { Ground } from "./session.ts";
import type { PlannedMessage } from "./verification-plan.ts";
import { type Batch, duesOf, type FlowFindings, type Run } from "./run.ts";
import { caughtUp, sendWhileAway, type Waiting } from "./while-away.ts";

/** How long members of a group have to become known everywhere, in milliseconds. */
const joining = 100;
/** How long to listen for what must not come: a multiple of the slowest arrival, within bounds, in milliseconds. */
const quiet = { factor: 10, least: 150, most: 2000 };

/** Sends the messages of a batch to its subscribers: to each by itself, then to the groups as a whole. */
export async function runFlows(ground: Ground, ledger: Ledger, batch: Batch): Promise<FlowFindings> {
  const failures: ApplicationFailure[] = [];
  const names = new Set(batch.messages.map((message) => message.publisher));
  const applications = [...names].flatMap((name) => ground.topology.mesh.applications.get(name) ?? []);
  const publishers = await openPlaces(ground, everywhere(ground, applications), "publisher", failures);
  const run: Run = { ground, ledger, batch, publishers, delivered: [], failures };
  const single = batch.subscribers.filter((application) => application.group === undefined);
  const listeners = await openPlaces(ground, everywhere(ground, single), "subscriber", failures);
  const receivers = await listenAt(ground, ledger, listeners, "alone", failures);
  await send(run, (message) => plainSlots(receivers, message));
  await runGroups(run);
  await listenOn(run);
  await closePlaces(ledger, [...publishers, ...listeners], receivers);
  return { delivered: run.delivered, failures };
}

/** Sends every message of the batch from every instance of its publisher's broker to where it is due. */
async function send(run: Run, slotsOf: (message: PlannedMessage) => readonly Slot[]): Promise<void> {
  const wait = allCame(run.delivered) ? patience.calm : patience.troubled;
  const dues = run.batch.messages.flatMap((message) => duesOf(run, message, slotsOf(message)));
  // The first time also what nobody is known to read: it must be taken, and may not arrive anywhere.
  const first = run.delivered.length === 0;
  const sent = first ? dues : dues.filter((due) => due.slots.length > 0);
  run.delivered.push(...(await deliver(run.ledger, sent, wait)));
}

function plainSlots(receivers: readonly Receiver[], message: PlannedMessage): readonly Slot[] {
  return receivers
    .filter((receiver) => isFor(receiver, message.topic.levels))
    .map((receiver) => ({
      applications: [receiver.application],
      receivers: new Set([receiver]),
      place: receiver.instance,
    }));
}

/**
 * Each member of each group alone, so that every member is known to be reached; then all members at once. Whoever
 * reads by a durable of its own is a group too, since all who log in as it share that durable.
 */
async function runGroups(run: Run): Promise<void> {
  const groups = groupsOf(run);
  const rounds = Math.max(0, ...groups.map((group) => group.length));
  for (let round = 0; round < rounds; round++) {
    const closing = await runMembers(run, groups.map((group) => group.slice(round, round + 1)).flat());
    await closing();
  }
  if (rounds === 0) return;
  const waiting = await sendWhileAway(run, groups.flat());
  const closing = await runMembers(run, groups.flat(), waiting);
  await listenOn(run);
  await closing();
}

function groupsOf({ ground, batch }: Run): readonly (readonly Wanted[])[] {
  const groups = new Map<string, Wanted[]>();
  for (const application of batch.subscribers) {
    const readsStored = placesOf(ground.topology, application).some(
      (broker) => durablesOf(ground, application, broker).length > 0,
    );
    if (application.group === undefined && !readsStored) continue;
    const key = application.group === undefined ? `application ${application.name}` : application.group;
    groups.set(key, [...(groups.get(key) ?? []), ...everywhere(ground, [application])]);
  }
  return [...groups.values()];
}

/** Resolves, once everything due has come or is given up, to what ends the members' sessions. */
async function runMembers(
  run: Run,
  members: readonly Wanted[],
  waiting: readonly Waiting[] = [],
): Promise<() => Promise<void>> {
  const { ground, ledger, failures } = run;
  const places = await openPlaces(ground, members, "subscriber", failures);
  const receivers = await listenAt(ground, ledger, places, "shared", failures);
  await sleep(joining);
  const names = [...new Set(receivers.map((receiver) => receiver.group ?? ""))];
  const membersOf = (name: string) => receivers.filter((receiver) => receiver.group === name);
  await send(run, (message) => names.flatMap((name) => groupSlot(name, membersOf(name), message)));
  run.delivered.push(...(await caughtUp(run, waiting, receivers)));
  return async () => {
    await closePlaces(ledger, places, receivers);
    failures.push(...receivers.flatMap((one) => refusedWhileReading(ground, one)));
  };
}

/** What a broker no longer let a reader do after it had begun. */
function refusedWhileReading(
  { topology }: Pick<Ground, "topology">,
  { application, instance, group, subscription }: Receiver,
): readonly ApplicationFailure[] {
  if (subscription.refused === undefined) return [];
  const why = `${instance} lets ${calledIn(topology.mesh, "applications", application)} read by ${group} no further (${subscription.refused})`;
  return [{ application, instance, as: "subscriber", why }];
}

function groupSlot(group: string, members: readonly Receiver[], message: PlannedMessage): readonly Slot[] {
  const able = members.filter((member) => isFor(member, message.topic.levels));
  if (able.length === 0) return [];
  const instances = [...new Set(able.map((member) => member.instance))];
  const place = instances.length === 1 ? `${instances[0]} (${group})` : `any member of ${group}`;
  const applications = [...new Set(able.map((member) => member.application))];
  return [{ applications, receivers: new Set(able), place, group }];
}

/** Listens for duplicates and strays for a time that follows from how slow the slowest arrival was. */
async function listenOn({ ledger, delivered }: Run): Promise<void> {
  let slowest = 0;
  for (const { slots } of delivered) {
    for (const probe of slots.flatMap((slot) => slot.counted)) {
      for (const arrival of probe.arrivals) slowest = Math.max(slowest, arrival.atMs - probe.sentAtMs);
    }
  }
  await sleep(Math.min(quiet.most, Math.max(quiet.least, slowest * quiet.factor)));
  ledger.collect();
}
