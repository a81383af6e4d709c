import { unknownName } from "../../compiler/diagnostics/codes/resolve.ts";
import type { Result } from "../../compiler/diagnostics/result.ts";
import { suggest } from "../../compiler/diagnostics/suggest.ts";
import type { Application, Event } from "../../compiler/model/mesh.ts";
import { covers, type Pattern } from "../../compiler/model/topic.ts";
import type { Grant, Topology } from "../../compiler/model/topology.ts";
import type { Dialect } from "../../compiler/target.ts";
import { failure, success } from "../diagnose.ts";
import type { RunningMesh } from "../running-mesh.ts";
import { noCredentials } from "./codes.ts";

/** All that a developer needs to connect an application; what `credentials --format json` prints. Secret. */
export interface Credentials {
  readonly version: 1;
  readonly application: string;
  readonly team: string;
  readonly brokers: readonly { readonly broker: string; readonly urls: readonly string[] }[];
  readonly identity: { readonly nkeySeed: string };
  /** What the application's reply addresses have to begin with. */
  readonly inboxPrefix: string;
  readonly publish: readonly AddressedEvent[];
  readonly subscribe: readonly ReadEvent[];
}

/** An event as the application names it and as its protocol does. */
export interface AddressedEvent {
  /** `orders.created`, or `orders.*` where the whole domain is meant. */
  readonly event: string;
  readonly address: string;
  /** To subscribe as a member of this group only. */
  readonly group?: string;
}

/** An event that is subscribed to, or read from a stream by a durable. */
export interface ReadEvent extends AddressedEvent {
  readonly broker: string;
  readonly stream?: string;
  readonly consumer?: string;
  /** JetStream domain to ask for, where the stream is not at the broker's own. */
  readonly domain?: string;
}

/** What an application needs to connect to the mesh that runs. `dialects` by engine name. */
export function credentialsOf(
  topology: Topology,
  running: RunningMesh,
  dialects: ReadonlyMap<string, Dialect>,
  name: string,
): Result<Credentials> {
  const { applications } = topology.mesh;
  const application = applications.get(name);
  if (!application) {
    return failure(unknownName, {
      kind: "application",
      name,
      suggestion: suggest(name, applications.keys()),
    });
  }
  const dialect = dialects.get(application.broker.engine);
  const nkeySeed = running.seedOf(`application.${name}`);
  if (!dialect || nkeySeed === undefined) return failure(noCredentials, { application: name });
  const addressed = (action: Grant["action"]) =>
    grantsOf(topology, application, action).map((grant) => addressedEvent(grant, dialect));
  return success({
    version: 1,
    application: name,
    team: application.team,
    brokers: [{ broker: application.broker.name, urls: urlsOf(application, running, dialect) }],
    identity: { nkeySeed },
    inboxPrefix: dialect.inboxPrefix(name),
    publish: addressed("publish"),
    subscribe: [
      ...addressed("subscribe").map((event) => ({ ...event, broker: application.broker.name })),
      ...durableReads(topology, application, dialect),
    ],
  });
}

function urlsOf(application: Application, running: RunningMesh, dialect: Dialect): readonly string[] {
  return application.broker.instances.flatMap((instance) => {
    const endpoint = running.endpoint(instance.name, dialect.listener);
    return endpoint ? [dialect.url(endpoint)] : [];
  });
}

function grantsOf(topology: Topology, application: Application, action: Grant["action"]): readonly Grant[] {
  const identity = topology.identities.find(({ name }) => name === `application.${application.name}`);
  return (identity?.at.get(application.broker.name) ?? []).filter((grant) => grant.action === action);
}

function durableReads(topology: Topology, application: Application, dialect: Dialect): readonly ReadEvent[] {
  const identity = topology.identities.find(({ name }) => name === `application.${application.name}`);
  const role = topology.brokers.get(application.broker.name)?.role ?? "hub";
  const broker = application.broker.name;
  return (identity?.uses.get(broker)?.reads ?? []).flatMap((durable) => {
    const { stream, consumer, domain } = dialect.durable(durable, role);
    const from = { broker, stream, consumer, ...(domain !== undefined && { domain }) };
    const kept = topology.streams.find(({ name }) => name === durable.stream);
    return durable.patterns.map((pattern) => ({
      event: eventOf(kept?.events ?? [], pattern),
      address: dialect.address(pattern),
      ...from,
    }));
  });
}

function eventOf(events: readonly Event[], pattern: Pattern): string {
  const event = events.find(({ topic }) => covers(topic, pattern));
  return event ? `${event.domain}.${event.name}` : "";
}

function addressedEvent({ subject, pattern, group }: Grant, dialect: Dialect): AddressedEvent {
  return {
    event: `${subject.domain}.${subject.event ?? "*"}`,
    address: dialect.address(pattern),
    ...(group !== undefined && { group }),
  };
}
