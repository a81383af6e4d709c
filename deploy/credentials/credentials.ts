import { unknownName } from "../../compiler/diagnostics/codes/resolve.ts";
import type { Result } from "../../compiler/diagnostics/result.ts";
import { suggest } from "../../compiler/diagnostics/suggest.ts";
import type { Application, Broker } from "../../compiler/model/mesh.ts";
import { placesOf } from "../../compiler/model/places-of.ts";
import { covers } from "../../compiler/model/topic.ts";
import type { BrokerNode, Durable, Grant, Identity, Topology } from "../../compiler/model/topology.ts";
import type { Dialect, Protocol, StoredDialect } from "../../compiler/target.ts";
import { failure, success } from "../diagnose.ts";
import type { RunningMesh } from "../running-mesh.ts";
import { noCredentials } from "./codes.ts";
import { identityIn, type LoginIdentity } from "./login-identity.ts";

/** What somebody needs to log in, whoever it is. Secret. */
export interface Login {
  readonly version: 1;
  /** What the brokers are spoken to in, such as `nats` or `mqtt`. */
  readonly protocol: string;
  readonly brokers: readonly { readonly broker: string; readonly urls: readonly string[] }[];
  readonly identity: LoginIdentity;
  /** Who signed the certificates of the brokers, as PEM, where they speak TLS. */
  readonly ca?: string;
  /** What reply addresses have to begin with; absent = nothing is answered. */
  readonly inboxPrefix?: string;
  readonly subscribe: readonly ReadEvent[];
}

/** All that a developer needs to connect an application; what `credentials --format json` prints. Secret. */
export interface Credentials extends Login {
  readonly application: string;
  readonly team: string;
  readonly publish: readonly PublishedEvent[];
}

/** All that a person needs to look inside a broker; what `credentials --operator --format json` prints. Secret. */
export interface OperatorCredentials extends Login {
  readonly operator: string;
  /** Addresses of requests that tell how things are. */
  readonly requests: readonly string[];
}

/** An event as the application names it and as its protocol does. */
export interface AddressedEvent {
  /** `orders.created`, or `orders.*` where the whole domain is meant. */
  readonly event: string;
  readonly address: string;
  /** To subscribe as a member of this group only. */
  readonly group?: string;
}

/** An event that is published. */
export interface PublishedEvent extends AddressedEvent {
  /** Set where it is stored: it is safe once the broker has acknowledged it. */
  readonly stored?: true;
  /** Header in which each event needs an id of its own, the same where it is sent again; set where none may come twice. */
  readonly messageId?: string;
}

/** An event that is subscribed to, or read from a stream by a durable. */
export interface ReadEvent extends AddressedEvent {
  readonly broker: string;
  readonly stream?: string;
  readonly consumer?: string;
  /** JetStream domain to ask for, where the stream is not at the broker's own. */
  readonly domain?: string;
  /** After how many deliveries an event is given up; absent = never. */
  readonly maxDeliver?: number;
  /** Milliseconds before the second and each further delivery, in which an event has to be acknowledged. */
  readonly backoff?: readonly number[];
  /** Set where the next event comes only once one is acknowledged, so that they keep their order. */
  readonly inOrder?: true;
  /** Set where an event may not come twice: it is acknowledged so that the broker confirms it, again until it does. */
  readonly confirm?: true;
  /** Where it is told of what was given up, by a durable in a stream of its own beside the other. */
  readonly deadLetters?: { readonly stream: string; readonly consumer: string };
}

/** What credentials take of a mesh that runs. */
type Reached = Pick<RunningMesh, "command" | "endpoint" | "seedOf" | "publicKeyOf">;

/** What engines speak, by engine name. */
export type Spoken = ReadonlyMap<string, readonly Protocol[]>;

/** What an application needs to connect to the mesh that runs. */
export function credentialsOf(
  topology: Topology,
  running: Reached,
  spoken: Spoken,
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
  const places = placesOf(topology, application);
  const named = topology.identities.find((one) => one.name === `application.${name}`)?.protocol;
  const protocol = spoken.get(places[0]?.engine ?? "")?.find((one) => one.name === named);
  const identity = protocol && identityIn(running, `application.${name}`, protocol.login);
  if (!identity) return failure(noCredentials, { of: `application "${name}"`, command: running.command });
  const { dialect } = protocol;
  const attached = places.map((broker) => ({ topology, application, broker, dialect }));
  return success({
    version: 1,
    application: name,
    team: application.team,
    protocol: protocol.name,
    brokers: places.map((broker) => ({ broker: broker.name, urls: urlsOf(broker, running, dialect) })),
    identity,
    ...authorityOf(places, running, dialect),
    ...(dialect.replies && { inboxPrefix: dialect.replies.inboxPrefix(name) }),
    publish: publications(attached),
    subscribe: attached.flatMap((one) => [
      ...grantsOf(one, "subscribe").map((grant) => ({
        ...addressedEvent(grant, dialect),
        broker: one.broker.name,
      })),
      ...durableReads(one),
    ]),
  });
}

/** An application at a broker where it may be. */
interface Attached {
  readonly topology: Topology;
  readonly application: Application;
  readonly broker: Broker;
  readonly dialect: Dialect;
}

/** What is published is the same wherever it is published. */
function publications([first]: readonly Attached[]): readonly PublishedEvent[] {
  if (!first) return [];
  return grantsOf(first, "publish").map((grant) => ({
    ...addressedEvent(grant, first.dialect),
    ...storing(first, grant),
  }));
}

/** URLs of the instances of a broker, for clients on this machine. */
export function urlsOf({ instances }: Broker, running: Reached, dialect: Dialect): readonly string[] {
  return instances.flatMap((instance) => {
    const endpoint = running.endpoint(instance.name, dialect.listener);
    return endpoint ? [dialect.url(endpoint)] : [];
  });
}

/** Who signed the certificates of brokers, where they speak TLS. */
export function authorityOf(
  places: readonly Broker[],
  running: Reached,
  { listener }: Dialect,
): Pick<Login, "ca"> {
  const instances = places.flatMap((broker) => broker.instances);
  const known = instances.flatMap(({ name }) => running.endpoint(name, listener)?.authority ?? []);
  return known.length === 0 ? {} : { ca: [...new Set(known)].join("") };
}

function identityOf({ topology, application }: Attached): Identity | undefined {
  return topology.identities.find(({ name }) => name === `application.${application.name}`);
}

function grantsOf(attached: Attached, action: Grant["action"]): readonly Grant[] {
  const grants = identityOf(attached)?.at.get(attached.broker.name) ?? [];
  return grants.filter((grant) => grant.action === action);
}

/** Whether an event that is published is stored, and by which header it is known again. */
function storing({ topology, dialect }: Attached, { subject }: Grant): Partial<PublishedEvent> {
  const event = topology.mesh.domains.get(subject.domain)?.events.get(subject.event ?? "");
  if (event?.terms.delivery !== "at-least-once") return {};
  const messageId = event.withoutDuplicates ? dialect.stored?.messageId : undefined;
  return { stored: true, ...(messageId !== undefined && { messageId }) };
}

function durableReads(attached: Attached): readonly ReadEvent[] {
  const { topology, dialect } = attached;
  const broker = attached.broker.name;
  const node = topology.brokers.get(broker);
  const { stored } = dialect;
  if (!node || !stored) return [];
  return (identityOf(attached)?.uses.get(broker)?.reads ?? []).flatMap((durable) => {
    const { stream, consumer, domain } = stored.durable(durable, node);
    const from = { broker, stream, consumer, ...(domain !== undefined && { domain }) };
    const delivered = deliveryOf(durable, stored, node);
    return durable.patterns.map((pattern) => {
      const event = durable.events.find(({ topic }) => covers(topic, pattern));
      return {
        event: event ? `${event.domain}.${event.name}` : "",
        address: dialect.address(pattern),
        ...from,
        ...delivered,
        ...(event?.withoutDuplicates && { confirm: true as const }),
      };
    });
  });
}

/** How often, when, and what becomes of what is given up. */
function deliveryOf(durable: Durable, stored: StoredDialect, node: BrokerNode): Partial<ReadEvent> {
  const { maxDeliver, backoff } = durable.terms ?? {};
  const told = stored.deadLetters(durable, node);
  return {
    ...(maxDeliver !== undefined && { maxDeliver }),
    ...(backoff && { backoff }),
    ...(durable.inOrder && { inOrder: true }),
    ...(told && { deadLetters: { stream: told.stream, consumer: told.consumer } }),
  };
}

/** A grant as its holder names the event and as the protocol does. */
export function addressedEvent({ subject, pattern, group }: Grant, dialect: Dialect): AddressedEvent {
  return {
    event: `${subject.domain}.${subject.event ?? "*"}`,
    address: dialect.address(pattern),
    ...(group !== undefined && { group }),
  };
}
