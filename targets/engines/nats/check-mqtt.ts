import type { Reporter } from "../../../compiler/diagnostics/reporter.ts";
import type { Event } from "../../../compiler/model/mesh.ts";
import { residencyAllows } from "../../../compiler/model/residency.ts";
import type { BrokerNode, Grant, Identity, Topology } from "../../../compiler/model/topology.ts";
import {
  groupOverMqtt,
  keptOutsideResidency,
  mqttBreaksLines,
  mqttStandbyAlone,
  mqttStopsAtQos1,
} from "./diagnostics.ts";
import { domainOf } from "./jetstream.ts";
import { mqttProtocol } from "./mqtt-rights.ts";
import type { VersionFacts } from "./versions.ts";

/** Servers of a hub of which one may be gone, and those that are left still agree and have a copy. */
const serversToRelyOn = 3;

/** Somebody who speaks MQTT at the broker that is checked, and what it may do there. */
interface Speaker {
  readonly identity: Identity;
  readonly grants: readonly Grant[];
}

/** Checks what MQTT clients of a broker cannot have of NATS, or could do to others. */
export function checkMqtt(
  topology: Topology,
  node: BrokerNode,
  facts: VersionFacts & { readonly version: string },
  report: Reporter,
): void {
  const { name } = node.broker;
  const speakers = topology.identities.flatMap((identity): readonly Speaker[] => {
    const grants = identity.at.get(name);
    return identity.protocol === mqttProtocol && grants ? [{ identity, grants }] : [];
  });
  for (const { identity } of speakers) checkGroup(topology, name, identity, report);
  if (node.role === "hub") checkResidency(topology, name, speakers, report);
  if (facts.mqttBreaksLines) checkLines(name, facts.version, speakers, report);
  checkQos1(topology, node, report);
  checkStandby(topology, node, report);
}

/**
 * A bridge that dials this hub while another is gone. Hubs store in one group, which goes on with a majority of its
 * servers, and keep MQTT's streams on three of them only where one hub has three (2.15.1: of two hubs of one server each
 * the second mostly let no bridge in once the first was killed).
 */
function checkStandby({ links, brokers, mesh }: Topology, { broker }: BrokerNode, report: Reporter): void {
  for (const { name: link, kind, from, to, standby } of links) {
    if (kind.protocol !== mqttProtocol || !standby.includes(broker.name)) continue;
    const hubs = [to, ...standby].flatMap((target) => {
      const node = brokers.get(target);
      return node?.role === "hub" ? [node.broker] : [];
    });
    const [first] = hubs;
    if (!first || first === broker || !hubs.includes(broker)) continue;
    if (hubs.some(({ instances }) => instances.length >= serversToRelyOn)) continue;
    const index = mesh.brokers.get(from)?.uplink?.indexOf(broker.name) ?? -1;
    const path = ["brokers", from, "uplink", ...(index < 0 ? [] : [index])];
    report.report(mqttStandbyAlone, { link, standby: broker.name, first: first.name }, { path });
  }
}

/** To nats-server a topic that begins with `$share` is one like any other (2.10 to 2.15). */
function checkGroup(
  { mesh, brokers }: Topology,
  broker: string,
  { name, at }: Identity,
  report: Reporter,
): void {
  // Told once, though it may attach at several; at brokers of other engines its group may share.
  const first = [...at.keys()].find((place) => brokers.get(place)?.broker.engine === "nats");
  const application = mesh.applications.get(applicationOf(name));
  if (application?.group === undefined || first !== broker) return;
  const names = { application: application.name, group: application.group, broker };
  report.report(groupOverMqtt, names, { path: ["applications", application.name, "group"] });
}

/**
 * Hubs keep one set of streams for the MQTT clients of all of them, at the hubs that store, wherever an MQTT client came
 * first (2.12; `stream_replicas` says on how many servers, nothing says on which).
 */
function checkResidency(
  { mesh, brokers }: Topology,
  broker: string,
  speakers: readonly Speaker[],
  report: Reporter,
): void {
  const hubs = [...brokers.values()].flatMap((it) =>
    it.role === "hub" && it.storing === "events" && it.broker.engine === "nats" ? [it.broker] : [],
  );
  for (const { identity, grants } of speakers) {
    const events = new Set(grants.flatMap(({ subject }) => eventsOf(mesh, subject)));
    for (const event of events) {
      const outside = hubs.filter(({ environment }) => !residencyAllows(event, environment));
      if (outside.length === 0) continue;
      const names = {
        event: `${event.domain}.${event.name}`,
        broker,
        outside: outside.map(({ name }) => name),
      };
      report.report(
        keptOutsideResidency,
        { identity: called(identity), ...names },
        placeOf(identity, broker),
      );
      break;
    }
  }
}

function eventsOf({ domains }: Topology["mesh"], { domain, event }: Grant["subject"]): readonly Event[] {
  const all = domains.get(domain)?.events;
  if (event === undefined) return [...(all?.values() ?? [])];
  return [all?.get(event) ?? []].flat();
}

/** See `VersionFacts.mqttBreaksLines`. A topic of which every level is given leaves no room for a line end. */
function checkLines(broker: string, version: string, speakers: readonly Speaker[], report: Reporter): void {
  const free = speakers.find(({ grants }) =>
    grants.some(({ action, pattern }) => action === "publish" && pattern.some(isWildcard)),
  );
  if (!free) return;
  const at = { path: ["brokers", broker, "version"] };
  report.report(mqttBreaksLines, { broker, version, identity: called(free.identity) }, at);
}

function isWildcard(level: string): boolean {
  return level === "*" || level === ">";
}

/**
 * The server marks what was published at QoS 1, and leaves it to the stream of such events to deliver it to those who
 * subscribed at QoS 1: a stream of the same domain. Told once for a subscriber.
 */
function checkQos1({ flows, identities, brokers }: Topology, node: BrokerNode, report: Reporter): void {
  const speaking = new Set(
    identities.flatMap(({ name, protocol }) => (protocol === mqttProtocol ? [applicationOf(name)] : [])),
  );
  const told = new Set<string>();
  for (const { event, publisher, subscriber, from, to } of flows) {
    if (to !== node.broker.name || told.has(subscriber.name)) continue;
    if (!speaking.has(publisher.name) || !speaking.has(subscriber.name)) continue;
    const other = brokers.get(from);
    if (other?.broker.engine !== "nats" || storedAt(other) === storedAt(node)) continue;
    told.add(subscriber.name);
    const names = { publisher: publisher.name, from, subscriber: subscriber.name, to };
    const at = { path: ["applications", subscriber.name, "protocol"] };
    report.report(mqttStopsAtQos1, { event: `${event.domain}.${event.name}`, ...names }, at);
  }
}

function storedAt({ role, broker }: BrokerNode): string {
  return domainOf(role, broker.name);
}

function applicationOf(identity: string): string {
  return identity.replace(/^application\./, "");
}

function called({ name, kind }: Identity): string {
  return kind === "application" ? `"${applicationOf(name)}"` : `link "${name.replace(/^link\./, "")}"`;
}

function placeOf({ name, kind }: Identity, broker: string) {
  if (kind === "application") return { path: ["applications", applicationOf(name), "protocol"] };
  return { path: ["brokers", broker], on: "key" } as const;
}
