import { deadLettersOf } from "../../../compiler/model/dead-letters.ts";
import type { Durable, LinkDurable, StoredUse } from "../../../compiler/model/topology.ts";
import { inboxPrefix } from "../../kit/nats-subject.ts";
import { edgeDomain, hubDomain } from "./jetstream.ts";

/** Subjects that a user may publish, and that it may subscribe to. */
export interface Rights {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
}

/** Prefix of a domain's JetStream API, as it is asked for from anywhere. */
export function apiOf(domain: string): string {
  return `$JS.${domain}.API`;
}

/**
 * Prefix of the JetStream API of an edge, or where that is absent of the hubs, as it is asked for where the domain is
 * `here`; absent = where nothing is stored, or over a link. Beyond a leaf link it is only reached by its domain (2.10 to 2.15: `$JS.API` does
 * not cross one).
 */
export function apiPrefix(edge: string | undefined, here: string | undefined): string {
  const domain = keptIn(edge);
  return domain === here ? "$JS.API" : apiOf(domain);
}

/** The domain of what an edge, or where that is absent a hub, keeps. */
export function keptIn(edge: string | undefined): string {
  return edge === undefined ? hubDomain : edgeDomain(edge);
}

/**
 * What a user must be allowed to publish to read by durables, and no more: to look one up, to ask for the next events,
 * to acknowledge them, and the same for what tells of those that were given up. Each subject is needed: without it reading stalls without a word (2.10 to 2.15).
 */
export function readSubjects(reads: readonly Durable[], here: string | undefined): readonly string[] {
  return reads.flatMap((durable) => {
    const { stream, mirror = stream, name, edge } = durable;
    const api = apiPrefix(edge, here);
    const dead = deadLettersOf(durable);
    const kept = dead === undefined ? [mirror] : [mirror, dead];
    return kept.flatMap((within) => [
      `${api}.CONSUMER.INFO.${within}.${name}`,
      `${api}.CONSUMER.MSG.NEXT.${within}.${name}`,
      `$JS.ACK.${within}.${name}.>`,
    ]);
  });
}

/**
 * The same of what a link reads by, at a hub: streams push it to among the link's replies, so that it asks for nothing.
 * Each is needed (2.15).
 */
export function bringSubjects(brings: readonly Pick<LinkDurable, "stream" | "name">[]): readonly string[] {
  return brings.flatMap(({ stream, name }) => [
    `$JS.API.CONSUMER.INFO.${stream}.${name}`,
    `$JS.ACK.${stream}.${name}.>`,
  ]);
}

/** What whoever provisions streams and consumers has to publish to. */
export const provisioningSubjects: readonly string[] = [
  "$JS.API.CONSUMER.CREATE.*.*",
  "$JS.API.CONSUMER.CREATE.*.*.>",
  "$JS.API.CONSUMER.DELETE.*.*",
  "$JS.API.CONSUMER.DURABLE.CREATE.*.*",
  "$JS.API.CONSUMER.INFO.*.*",
  "$JS.API.CONSUMER.LIST.*",
  "$JS.API.CONSUMER.NAMES.*",
  "$JS.API.INFO",
  "$JS.API.STREAM.CREATE.*",
  "$JS.API.STREAM.DELETE.*",
  "$JS.API.STREAM.INFO.*",
  "$JS.API.STREAM.MSG.DELETE.*",
  "$JS.API.STREAM.NAMES",
  "$JS.API.STREAM.UPDATE.*",
];

/** Inbox of the provisioner: no application's, since their names begin with a letter. */
export const provisionerInbox = inboxPrefix("_provisioner");

/** Where answers come to: acknowledgements of what is published, and what is read. */
export function answerSubjects({ answered }: StoredUse): readonly string[] {
  return answered.map((application) => `${inboxPrefix(application)}.>`);
}

/**
 * What somebody who looks inside a broker may send requests to: who is connected in the account and how much goes
 * through, who is asking, and where the broker reaches a JetStream, what its streams and consumers are like. None of
 * them changes anything, and none gives out a stored event. Where the answer goes no server checks (2.10 to 2.15): whoever
 * may ask can have it sent to any topic.
 */
export function operatorSubjects(here: string | undefined): readonly string[] {
  const stored = [
    "$JS.API.CONSUMER.INFO.*.*",
    "$JS.API.CONSUMER.LIST.*",
    "$JS.API.CONSUMER.NAMES.*",
    "$JS.API.INFO",
    "$JS.API.STREAM.INFO.*",
    "$JS.API.STREAM.LIST",
    "$JS.API.STREAM.NAMES",
  ];
  const account = ["$SYS.REQ.ACCOUNT.PING.CONNZ", "$SYS.REQ.ACCOUNT.PING.STATZ", "$SYS.REQ.USER.INFO"];
  return here === undefined ? account : [...stored, ...account];
}

/** Inbox of somebody who looks inside a broker: no application's, since their names begin with a letter. */
export function operatorInbox(operator: string): string {
  return inboxPrefix(`_operator-${operator}`);
}
