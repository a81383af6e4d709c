import { isClient } from "../../compiler/model/is-client.ts";
import type { BrokerNode, Durable, Grant } from "../../compiler/model/topology.ts";
import type { DurableAddress, ReplyDialect, StoredDialect } from "../../compiler/target.ts";
import { applicationOf, type LocalIdentity, type ProbeGround } from "./probe-ground.ts";
import { spread } from "./spread.ts";
import type { RightProbe } from "./verification-plan.ts";

/** At how many other applications' reply addresses, and at how many others' durables, an identity knocks. */
const knockedReplies = 40;
/** At how many streams an identity tries what would look into them, or change them. */
const knockedStores = 20;

/** Where somebody logs in: as a client does, or where links dial in. */
export type Door = "client" | "link";

/** Addresses that are no topics: the engine's own, everything at once, and where others get their replies. */
export function closedProbes(ground: ProbeGround, local: LocalIdentity, door: Door): readonly RightProbe[] {
  const { dialect } = ground;
  // Where links dial in, any set is taken, and gets no more than what they may hear.
  const sets = door === "link" ? [] : dialect.closedToSubscribe;
  return [
    ...sets.map((address) => denied("subscribe", address)),
    ...dialect.closedToPublish.map((address) => denied("publish", address)),
    ...(dialect.replies ? replyProbes(ground, dialect.replies, local, door) : []),
    ...(dialect.stored ? storedProbes({ ...ground, stored: dialect.stored }, local, door) : []),
  ];
}

/** Where an identity gets its answers, and where others do. */
function replyProbes(
  ground: ProbeGround,
  replies: ReplyDialect,
  local: LocalIdentity,
  door: Door,
): readonly RightProbe[] {
  const others = repliesKnockedAt(ground, local).map((name) => replies.inboxPrefix(name));
  const own = namesOfOwnReplies(local).map((name) => replies.inboxPrefix(name));
  const repliesOf = replies[door === "link" ? "one" : "set"];
  return [
    ...others.map((prefix) => denied("subscribe", repliesOf(prefix))),
    ...others.map((prefix) => denied("publish", replies.one(prefix))),
    ...own.map((prefix) => closed("subscribe", repliesOf(prefix), "allowed")),
  ];
}

/** What the probes of what is stored have in common. */
type StoredGround = ProbeGround & { readonly stored: StoredDialect };

function storedProbes(ground: StoredGround, local: LocalIdentity, door: Door): readonly RightProbe[] {
  return [
    ...ownDurables(ground, local, door),
    ...ownPlaces(ground, local),
    ...ownCopies(ground, local, door),
    ...strangeDurables(ground, local, door),
    ...storeControls(ground, local, door),
  ];
}

/** Durables that an identity reads by, or lets others read by: all that this takes is to be allowed. */
function ownDurables(ground: StoredGround, local: LocalIdentity, door: Door): readonly RightProbe[] {
  const { identity, uses, node } = local;
  // What comes over a link was asked for at the edge.
  const at = isClient(identity) ? node : "link";
  const addresses = uses.reads
    .flatMap((durable) => addressesOf(ground.stored, durable, at))
    .flatMap(({ lookUp, request, acknowledge }) =>
      isRewritten(ground, local, door) ? [acknowledge] : [lookUp, request, acknowledge],
    );
  return addresses.map((address) => closed("publish", address, "allowed"));
}

/** Places in streams that are kept for a link: it may look them up and acknowledge what it is sent, and nobody else may. */
function ownPlaces({ stored, places }: StoredGround, { uses: { brings = [] } }: LocalIdentity) {
  const others = places.filter((place) => !brings.includes(place));
  return [
    ...brings
      .flatMap((place) => stored.placeAddresses(place))
      .map((one) => closed("publish", one, "allowed")),
    ...spread(others, knockedStores)
      .flatMap((place) => stored.placeAddresses(place))
      .map((one) => denied("publish", one)),
  ];
}

/** Whether somebody who logs in as a client cannot try what a link is let ask for. */
function isRewritten({ dialect }: ProbeGround, { identity, node }: LocalIdentity, door: Door): boolean {
  return (
    door === "client" && !isClient(identity) && node.role === "hub" && dialect.peers?.hubsRewrite === true
  );
}

/** Where a durable is read, and what tells of events that were given up. */
function addressesOf(
  stored: StoredDialect,
  durable: Durable,
  at: BrokerNode | "link",
): readonly DurableAddress[] {
  const told = stored.deadLetters(durable, at);
  return told === undefined ? [stored.durable(durable, at)] : [stored.durable(durable, at), told];
}

/** What a link lets through so that streams are copied over it: without one of these a copy stays behind unnoticed. */
function ownCopies(ground: StoredGround, local: LocalIdentity, door: Door): readonly RightProbe[] {
  if (isClient(local.identity)) return [];
  const { ask, publish, subscribe } = ground.stored.copying(local.uses);
  const asked = isRewritten(ground, local, door) ? [] : ask;
  return [
    ...[...asked, ...publish].map((address) => closed("publish", address, "allowed")),
    ...subscribe.map((address) => closed("subscribe", address, "allowed")),
  ];
}

/** Durables that others read by: nobody else may look them up, ask for what comes next or acknowledge it. */
function strangeDurables(
  { stored, durables }: StoredGround,
  { uses, node }: LocalIdentity,
  door: Door,
): readonly RightProbe[] {
  const at = door === "link" ? "link" : node;
  const others = durables.filter((durable) => !uses.reads.includes(durable));
  return spread(others, knockedReplies)
    .flatMap((durable) => addressesOf(stored, durable, at))
    .flatMap(({ lookUp, request, acknowledge }) => [lookUp, request, acknowledge])
    .map((address) => denied("publish", address));
}

/** What would look into a stream past its durables, or change it or its durables: nobody of the mesh may. */
function storeControls(
  { stored, stores, durables }: StoredGround,
  { uses, node }: LocalIdentity,
  door: Door,
): readonly RightProbe[] {
  const at = door === "link" ? "link" : node;
  const others = durables.filter((durable) => !uses.reads.includes(durable));
  const tried = [...uses.reads, ...spread(others, knockedStores)];
  const addresses = [
    ...spread(stores, knockedStores).flatMap((store) => stored.storeControls(store, at)),
    ...tried.flatMap((durable) => stored.durableControls(durable, at)),
  ];
  return addresses.map((address) => denied("publish", address));
}

function denied(action: Grant["action"], address: string): RightProbe {
  return closed(action, address, "denied");
}

function closed(action: Grant["action"], address: string, expected: RightProbe["expected"]): RightProbe {
  return { action, topic: address, levels: [], address, expected };
}

/** An application that gets answers, or those beyond a link that do. */
function namesOfOwnReplies({ identity, uses }: LocalIdentity): readonly string[] {
  const own = applicationOf(identity);
  return own === undefined ? uses.answered : [own];
}

function repliesKnockedAt(ground: ProbeGround, { identity, uses }: LocalIdentity): readonly string[] {
  const own = applicationOf(identity);
  const others = ground.applications.filter((name) => name !== own && !uses.answered.includes(name));
  return spread(others, knockedReplies);
}
