import type { Broker } from "../../compiler/model/mesh.ts";
import { isBrought } from "../../compiler/model/is-brought.ts";
import { calledIn } from "../../compiler/model/names.ts";
import { placesOf } from "../../compiler/model/places-of.ts";
import { activeClimb, join, linkGraph } from "../../compiler/model/route.ts";
import { covers } from "../../compiler/model/topic.ts";
import { whyNotCarried } from "../../compiler/prove/carries.ts";
import { arrivalsIn, deliver, type Delivered, type Due } from "./deliver.ts";
import { isListed, type Travelling } from "./is-listed.ts";
import type { Proofs } from "./judge-rights.ts";
import type { Ledger, Receiver } from "./ledger.ts";
import { addressOf, readGrants } from "./places.ts";
import { eventId } from "./probe-topic.ts";
import type { RightFinding, RightOutcome } from "./rights-run.ts";
import { closeSession, type Ground, openSession, type Session, writingAt } from "./session.ts";
import type { PlannedMessage, VerificationPlan } from "./verification-plan.ts";

/**
 * Shows that what a link may carry is also delivered where it logs in: for each of its rights, a message from an
 * application that publishes it arrives at the link's login, and one from there at an application that reads it.
 * Where no application is within reach there is nothing to show. Links come one after the other, since two of them
 * could take a group's message from each other.
 */
export async function proveLinks(
  ground: Ground,
  ledger: Ledger,
  plan: VerificationPlan,
  findings: readonly RightFinding[],
  patienceMs: number,
): Promise<Proofs> {
  const missing = new Map<RightOutcome, string>();
  const reach = reachOf(ground);
  for (const finding of findings) {
    if (finding.of.identity.kind !== "link" || finding.of.listener !== undefined) continue;
    const run: LinkRun = { ground, ledger, plan, finding, reach, sessions: new Map(), receivers: new Map() };
    const { name } = finding.of.identity;
    const own = await openSession(
      ground,
      { identity: name, kind: "link" },
      finding.of.broker,
      finding.instance,
    );
    const tried = "connection" in own ? await duesOf(run, own.connection) : [];
    const delivered = await deliver(
      ledger,
      tried.map(({ due }) => due),
      patienceMs,
    );
    for (const [index, { outcome, words }] of tried.entries()) {
      if (!cameOrWasRefused(delivered[index])) missing.set(outcome, words);
    }
    run.receivers.forEach((receiver) => ledger.forget(receiver));
    await Promise.all([own, ...run.sessions.values()].map(closeSession));
  }
  return missing;
}

/** What the publisher itself may not send shows nothing about the link, and is told as the publisher's. */
function cameOrWasRefused(delivered: Delivered | undefined): boolean {
  if (!delivered || delivered.refused !== undefined) return true;
  return delivered.slots.every(({ slot, counted }) => counted.some((probe) => arrivalsIn(probe, slot) > 0));
}

/** Whether a topic of an event can get from one broker to another while every link is on its active target. */
type Reach = (what: Travelling, from: string, to: string) => boolean;

interface LinkRun {
  readonly ground: Ground;
  readonly ledger: Ledger;
  readonly plan: VerificationPlan;
  readonly finding: RightFinding;
  readonly reach: Reach;
  /** By application and broker; grows. */
  readonly sessions: Map<string, Session>;
  /** By who listens and to what; grows. */
  readonly receivers: Map<string, Receiver>;
}

interface Tried {
  readonly outcome: RightOutcome;
  readonly due: Due;
  /** What is wrong if nothing arrives. */
  readonly words: string;
}

function reachOf({ topology }: Ground): Reach {
  const graph = linkGraph(topology.links);
  return (what, from, to) => {
    const path = join(graph, activeClimb(graph, from), activeClimb(graph, to));
    if (path === undefined || whyNotCarried(topology, what.event, path) !== undefined) return false;
    // What is tried is not stored, and would have to be to be brought down.
    if (what.event.terms.delivery === "at-least-once" && isBrought(graph, path)) return false;
    return path.slice(1).every((next, index) => isListed(topology.links, what, path[index] ?? "", next));
  };
}

async function duesOf(run: LinkRun, own: Due["connection"]): Promise<readonly Tried[]> {
  const tried: Tried[] = [];
  for (const outcome of run.finding.outcomes) {
    const { probe, refused } = outcome;
    if (probe.event === undefined || probe.expected === "denied" || refused !== undefined) continue;
    const one = await (probe.action === "subscribe"
      ? towardsLink(run, own, outcome)
      : fromLink(run, own, outcome));
    if (one) tried.push(one);
  }
  return tried;
}

/** A message of an application that publishes it, due at the link's login. */
async function towardsLink(
  run: LinkRun,
  own: Due["connection"],
  outcome: RightOutcome,
): Promise<Tried | undefined> {
  const { ground, finding, reach, plan } = run;
  const { probe } = outcome;
  const { broker, identity } = finding.of;
  const placeOf = ({ event, publisher, topic: { levels: topic } }: PlannedMessage) =>
    ground.topology.places.get(publisher)?.brokers.find(({ name }) => reach({ event, topic }, name, broker));
  const message = plan.messages.find(
    (one) =>
      eventId(one.event) === probe.event &&
      covers(probe.levels, one.topic.levels) &&
      placeOf(one) !== undefined,
  );
  const place = message && placeOf(message);
  const session = message && place && (await sessionOf(run, message.publisher, place));
  if (!message || !place || !session || !("connection" in session)) return undefined;
  const receiver = await listen(run, own, {
    application: identity.name,
    instance: finding.instance,
    patterns: [probe.levels],
    writes: writingAt(ground, identity.name, finding.of.broker),
    address: probe.address,
  });
  const { levels } = message.topic;
  const { publisher } = message;
  const address = addressOf(ground, publisher, place, levels);
  const words = `nothing of what ${publisher} published at ${session.instance} arrived there`;
  return {
    outcome,
    words,
    due: {
      connection: session.connection,
      draft: {
        publisher,
        instance: session.instance,
        event: eventId(message.event),
        topic: levels,
        address,
      },
      slots: [{ applications: [identity.name], receivers: new Set([receiver]), place: finding.instance }],
    },
  };
}

/** A message published with the link's login, due at an application that reads it. */
async function fromLink(
  run: LinkRun,
  own: Due["connection"],
  outcome: RightOutcome,
): Promise<Tried | undefined> {
  const { ground, finding } = run;
  const { probe } = outcome;
  const reader = readerOf(run, outcome);
  const session = reader && (await sessionOf(run, reader.application.name, reader.place));
  if (!reader || !session || !("connection" in session)) return undefined;
  const { application, place, grant } = reader;
  const receiver = await listen(run, session.connection, {
    application: application.name,
    instance: session.instance,
    patterns: [grant.pattern],
    writes: writingAt(ground, `application.${application.name}`, place.name),
    address: addressOf(ground, application.name, place, grant.pattern),
    ...(grant.group !== undefined && { group: grant.group }),
  });
  const { name } = finding.of.identity;
  const called = calledIn(ground.topology.mesh, "applications", application.name);
  const words = `nothing of it arrived at ${called} at ${session.instance}`;
  const draft = {
    publisher: name,
    instance: finding.instance,
    event: probe.event ?? "",
    topic: probe.levels,
    address: probe.address,
  };
  const slots = [
    { applications: [application.name], receivers: new Set([receiver]), place: session.instance },
  ];
  return { outcome, words, due: { connection: own, draft, slots } };
}

/** An application within reach that may read a topic, one outside of groups if there is one. */
function readerOf({ ground, finding, reach }: LinkRun, { probe }: RightOutcome) {
  const event = ground.topology.flows.find((flow) => eventId(flow.event) === probe.event)?.event;
  if (!event) return undefined;
  const readers = [...ground.topology.mesh.applications.values()].flatMap((application) =>
    placesOf(ground.topology, application).flatMap((place) => {
      const grants = readGrants(ground, application, place);
      const grant = grants.find(({ pattern }) => covers(pattern, probe.levels));
      const isWithin = grant && reach({ event, topic: probe.levels }, finding.of.broker, place.name);
      return isWithin ? [{ application, place, grant }] : [];
    }),
  );
  return readers.find(({ grant }) => grant.group === undefined) ?? readers[0];
}

/** One receiver for each subscription, since the members of a group would take messages from each other. */
async function listen(
  { ledger, receivers }: LinkRun,
  connection: Due["connection"],
  wanted: Omit<Receiver, "subscription"> & { readonly address: string },
): Promise<Receiver> {
  const { address, ...who } = wanted;
  const key = `${who.application} ${address}`;
  const known = receivers.get(key);
  if (known) return known;
  const receiver = { ...who, subscription: await connection.subscribe(address, who.group) };
  receivers.set(key, receiver);
  ledger.listen(receiver);
  return receiver;
}

/** The application's session at the first instance of a broker. */
async function sessionOf(
  { ground, sessions }: LinkRun,
  application: string,
  broker: Broker,
): Promise<Session | undefined> {
  const instance = broker.instances[0]?.name;
  if (instance === undefined) return undefined;
  const login = { identity: `application.${application}`, kind: "application" } as const;
  const key = `${application} ${broker.name}`;
  const session = sessions.get(key) ?? (await openSession(ground, login, broker.name, instance));
  sessions.set(key, session);
  return session;
}
