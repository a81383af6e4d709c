import { deadLettersOf } from "../../../compiler/model/dead-letters.ts";
import type { Durable, StoredUse } from "../../../compiler/model/topology.ts";
import { inboxPrefix } from "../../kit/nats-subject.ts";
import { hubDomain } from "./jetstream.ts";

/**
 * Prefix of JetStream's API as it is asked for at a broker. Beyond a leaf link it is only reached by its domain
 * (2.10 to 2.15: `$JS.API` does not cross one).
 */
export function apiPrefix(side: "hub" | "beyond"): string {
  return side === "hub" ? "$JS.API" : `$JS.${hubDomain}.API`;
}

/**
 * What a user must be allowed to publish to read by durables, and no more: to look one up, to ask for the next events,
 * to acknowledge them, and the same for what tells of those that were given up. Each subject is needed: without it reading stalls without a word (2.10 to 2.15).
 */
export function readSubjects(reads: readonly Durable[], side: "hub" | "beyond"): readonly string[] {
  const api = apiPrefix(side);
  return reads.flatMap((durable) => {
    const { stream, mirror = stream, name } = durable;
    const dead = deadLettersOf(durable);
    const kept = dead === undefined ? [mirror] : [mirror, dead];
    return kept.flatMap((within) => [
      `${api}.CONSUMER.INFO.${within}.${name}`,
      `${api}.CONSUMER.MSG.NEXT.${within}.${name}`,
      `$JS.ACK.${within}.${name}.>`,
    ]);
  });
}

/** What whoever provisions streams and consumers has to publish to. */
export const provisioningSubjects: readonly string[] = [
  "$JS.API.CONSUMER.CREATE.*.*",
  "$JS.API.CONSUMER.CREATE.*.*.>",
  "$JS.API.CONSUMER.DELETE.*.*",
  "$JS.API.CONSUMER.DURABLE.CREATE.*.*",
  "$JS.API.CONSUMER.INFO.*.*",
  "$JS.API.CONSUMER.NAMES.*",
  "$JS.API.INFO",
  "$JS.API.STREAM.CREATE.*",
  "$JS.API.STREAM.INFO.*",
  "$JS.API.STREAM.NAMES",
  "$JS.API.STREAM.UPDATE.*",
];

/** Inbox of the provisioner: no application's, since their names begin with a letter. */
export const provisionerInbox = inboxPrefix("_provisioner");

/** Where answers come to: acknowledgements of what is published, and what is read. */
export function answerSubjects({ answered }: StoredUse): readonly string[] {
  return answered.map((application) => `${inboxPrefix(application)}.>`);
}
