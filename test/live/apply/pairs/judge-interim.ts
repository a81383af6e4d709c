import type { Flow, Topology } from "../../../../compiler/model/topology.ts";
import { flowName } from "../../../../compiler/model/flow-name.ts";
import { flowKey, wayOfFlow } from "../../../../compiler/plan/cut-flows.ts";
import { deliveries } from "../../../../compiler/plan/delivery.ts";
import type { VerifyReport } from "../../../../deploy/verify/report.ts";
import type { Named } from "./named-by-plan.ts";

type Verdict = VerifyReport["flows"][number];

/** What `verify` found of a mesh between two waves. */
export interface Judged {
  readonly flows: number;
  /** Flows that do not arrive, of which the mesh says so itself. */
  readonly cut: readonly string[];
  /** Flows of events that are kept by what is not made yet. */
  readonly unmade: readonly string[];
  /** Flows of applications that are given another protocol, and other credentials, half-way. */
  readonly otherProtocol: readonly string[];
  /** Flows that `verify` does not try: something waits at their durable, or their application does otherwise elsewhere. */
  readonly untried: readonly string[];
  /** Flows that end with the change and are cut already. */
  readonly ending: readonly string[];
  /** What is otherwise than it says. */
  readonly wrong: readonly string[];
}

/** The meshes that one between waves is made of. */
export interface Ends {
  readonly before: Topology;
  readonly after: Topology;
  /** The one of which what is inside brokers is there. */
  readonly made: Topology;
  /** What the plan says may not work: nothing else is let pass. */
  readonly named: Named;
}

/**
 * Judges a verification of a mesh between waves. What does not arrive has to be found in the mesh as it is then, and
 * the plan has to have named it.
 */
export function judgeInterim(
  report: VerifyReport,
  topology: Topology,
  { before, after, made, named }: Ends,
): Judged {
  const speaks = (name: string) => topology === after || protocolOf(before, name) === protocolOf(after, name);
  const isExcused = (application: string, why: string | undefined) =>
    (!speaks(application) || isOfLeaving(why, after)) && named.application(application);
  const isBetween = topology !== after && topology !== before;
  const stays = new Set(after.flows.map(flowKey));
  const otherProtocol: string[] = [];
  const untried: string[] = [];
  const ending: string[] = [];
  const between = deliveries(topology);
  const cut: string[] = [];
  const unmade: string[] = [];
  const wrong: string[] = [];
  const letPass = (into: string[], name: string, how: string) => {
    into.push(name);
    if (!named.flow(name)) wrong.push(`flow ${name} ${how}, of which the plan does not say so`);
  };
  for (const verdict of report.flows.filter((each) => each.verdict === "failed")) {
    const flow = topology.flows.find((each) => isSame(each, verdict));
    const name = flow ? flowName(flow) : verdict.event;
    if (flow && wayOfFlow(flow, between).why !== undefined) letPass(cut, name, "is cut");
    else if (kept(topology, verdict.event) !== kept(made, verdict.event))
      letPass(unmade, name, "is kept otherwise");
    else if (isBetween && isUnmade(verdict.why, made)) letPass(unmade, name, "is not made yet");
    else if (isStillThere(verdict, before, after)) letPass(ending, name, "is still stored");
    else if (!speaks(verdict.publisher) || !speaks(verdict.subscriber))
      letPass(otherProtocol, name, "is spoken otherwise");
    else if (isBetween && verdict.why === untold) letPass(untried, name, "cannot be tried");
    else if (/^it is not tried, since \S+ events? waits?/.test(verdict.why ?? "")) untried.push(name);
    else if (isBetween && flow && !stays.has(flowKey(flow))) letPass(ending, name, "ends");
    else wrong.push(`flow ${name}: ${verdict.why}`);
  }
  for (const { application, event, action, verdict, why } of report.denied)
    if (verdict === "failed" && !(isBetween && isExcused(application, why)))
      wrong.push(`${application} may ${action} ${event}: ${why}`);
  for (const { application, event, verdict, why } of report.deadLetters ?? [])
    if (verdict === "failed" && kept(topology, event) === kept(made, event))
      wrong.push(`${application} is not told of ${event}: ${why}`);
  for (const { stream, broker, why } of report.left ?? [])
    if (made.streams.some(({ name, domain }) => name === stream && !named.domain(domain)))
      wrong.push(`left in ${stream} at ${broker}: ${why}`);
  return { flows: report.flows.length, cut, unmade, otherProtocol, untried, ending, wrong };
}

const untold = "no message of it could be tried";

/** Whether it is said of an instance that leaves, which may have lost whom it agrees with. */
function isOfLeaving(why: string | undefined, { brokers }: Topology): boolean {
  const instance = /^(\S+)-\d+ does not answer/.exec(why ?? "")?.[1];
  return instance !== undefined && !brokers.has(instance);
}

/** Whether all that is said is that durables are not there which are not made yet. */
function isUnmade(why: string | undefined, { durables }: Topology): boolean {
  const made = new Set(durables.map(({ name, stream, mirror = stream }) => `${name} of ${mirror}`));
  return (why ?? "").split("; ").every((clause) => {
    const durable = /refuses its subscription to durable (\S+ of \S+) \(/.exec(clause)?.[1];
    return /^and \d+ more$/.test(clause) || (durable !== undefined && !made.has(durable));
  });
}

/** Whether all that is said is that a stream which is given up still stores: it is removed last of all. */
function isStillThere({ event, why }: Verdict, before: Topology, after: Topology): boolean {
  return (why ?? "").split("; ").every((clause) => {
    const stream = /is stored by stream "([^"]+)", though none is to store it$/.exec(clause)?.[1];
    const has = ({ streams }: Topology) =>
      streams.some(
        ({ name, domain, events }) =>
          name === stream && events.some((one) => `${domain}.${one.name}` === event),
      );
    return /^and \d+ more$/.test(clause) || (has(before) && !has(after));
  });
}

function protocolOf({ identities }: Topology, application: string): string | undefined {
  return identities.find(({ name }) => name === `application.${application}`)?.protocol;
}

function isSame(flow: Flow, verdict: Verdict): boolean {
  const { event, publisher, subscriber, path } = flow;
  return (
    `${event.domain}.${event.name}` === verdict.event &&
    publisher.name === verdict.publisher &&
    subscriber.name === verdict.subscriber &&
    path.join(" ") === verdict.path.join(" ")
  );
}

/** Where an event is kept and by what it is read, as text. */
function kept({ streams, sources, mirrors, durables }: Topology, event: string): string {
  const has = ({ events }: { readonly events: readonly { domain: string; name: string }[] }) =>
    events.some(({ domain, name }) => `${domain}.${name}` === event);
  const own = streams.filter(has);
  const names = new Set(own.map(({ name }) => name));
  return JSON.stringify([
    own.map(({ name, home, events }) => [name, home, events.map(({ topic }) => topic)]),
    sources.filter(has).map(({ name, broker }) => [name, broker]),
    mirrors.filter(({ stream }) => names.has(stream.name)).map(({ name, broker }) => [name, broker]),
    durables.filter(has).map(({ name, stream, mirror, patterns }) => [name, stream, mirror, patterns]),
  ]);
}
