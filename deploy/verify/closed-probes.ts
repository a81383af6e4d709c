import type { BrokerNode, Durable, Grant } from "../../compiler/model/topology.ts";
import type { Dialect, DurableAddress } from "../../compiler/target.ts";
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
  const others = repliesKnockedAt(ground, local).map((name) => dialect.inboxPrefix(name));
  // Where links dial in, any set is taken, and gets no more than what they may hear.
  const sets = door === "link" ? [] : dialect.closedToSubscribe;
  const repliesOf = dialect.replies[door === "link" ? "one" : "set"];
  return [
    ...sets.map((address) => denied("subscribe", address)),
    ...dialect.closedToPublish.map((address) => denied("publish", address)),
    ...others.map((prefix) => denied("subscribe", repliesOf(prefix))),
    ...others.map((prefix) => denied("publish", dialect.replies.one(prefix))),
    ...ownReplies(dialect, local).map((prefix) => closed("subscribe", repliesOf(prefix), "allowed")),
    ...ownDurables(ground, local, door),
    ...ownCopies(ground, local, door),
    ...strangeDurables(ground, local, door),
    ...storeControls(ground, local, door),
  ];
}

/** Durables that an identity reads by, or lets others read by: all that this takes is to be allowed. */
function ownDurables({ dialect }: ProbeGround, local: LocalIdentity, door: Door): readonly RightProbe[] {
  const { identity, uses, node } = local;
  // What comes over a link was asked for at the edge.
  const at = identity.kind === "link" ? "link" : node;
  const addresses = uses.reads
    .flatMap((durable) => addressesOf(dialect, durable, at))
    .flatMap(({ lookUp, request, acknowledge }) =>
      isRewritten(dialect, local, door) ? [acknowledge] : [lookUp, request, acknowledge],
    );
  return addresses.map((address) => closed("publish", address, "allowed"));
}

/** Whether somebody who logs in as a client cannot try what a link is let ask for. */
function isRewritten(dialect: Dialect, { identity, node }: LocalIdentity, door: Door): boolean {
  return door === "client" && identity.kind === "link" && node.role === "hub" && dialect.hubsRewrite;
}

/** Where a durable is read, and what tells of events that were given up. */
function addressesOf(dialect: Dialect, durable: Durable, at: BrokerNode | "link"): readonly DurableAddress[] {
  const told = dialect.deadLetters(durable, at);
  return told === undefined ? [dialect.durable(durable, at)] : [dialect.durable(durable, at), told];
}

/** What a link lets through so that streams are copied over it: without one of these a copy stays behind unnoticed. */
function ownCopies({ dialect }: ProbeGround, local: LocalIdentity, door: Door): readonly RightProbe[] {
  if (local.identity.kind !== "link") return [];
  const { ask, publish, subscribe } = dialect.copying(local.uses);
  const asked = isRewritten(dialect, local, door) ? [] : ask;
  return [
    ...[...asked, ...publish].map((address) => closed("publish", address, "allowed")),
    ...subscribe.map((address) => closed("subscribe", address, "allowed")),
  ];
}

/** Durables that others read by: nobody else may look them up, ask for what comes next or acknowledge it. */
function strangeDurables(
  { dialect, durables }: ProbeGround,
  { uses, node }: LocalIdentity,
  door: Door,
): readonly RightProbe[] {
  const at = door === "link" ? "link" : node;
  const others = durables.filter((durable) => !uses.reads.includes(durable));
  return spread(others, knockedReplies)
    .flatMap((durable) => addressesOf(dialect, durable, at))
    .flatMap(({ lookUp, request, acknowledge }) => [lookUp, request, acknowledge])
    .map((address) => denied("publish", address));
}

/** What would look into a stream past its durables, or change it or its durables: nobody of the mesh may. */
function storeControls(
  { dialect, stores, durables }: ProbeGround,
  { uses, node }: LocalIdentity,
  door: Door,
): readonly RightProbe[] {
  const at = door === "link" ? "link" : node;
  const others = durables.filter((durable) => !uses.reads.includes(durable));
  const tried = [...uses.reads, ...spread(others, knockedStores)];
  const addresses = [
    ...spread(stores, knockedStores).flatMap((store) => dialect.storeControls(store, at)),
    ...tried.flatMap((durable) => dialect.durableControls(durable, at)),
  ];
  return addresses.map((address) => denied("publish", address));
}

function denied(action: Grant["action"], address: string): RightProbe {
  return closed(action, address, "denied");
}

function closed(action: Grant["action"], address: string, expected: RightProbe["expected"]): RightProbe {
  return { action, topic: address, levels: [], address, expected };
}

/** Where an application gets its answers, or a link those of the applications beyond it. */
function ownReplies(dialect: Dialect, { identity, uses }: LocalIdentity): readonly string[] {
  const own = applicationOf(identity);
  const names = own === undefined ? uses.answered : [own];
  return names.map((name) => dialect.inboxPrefix(name));
}

function repliesKnockedAt(ground: ProbeGround, { identity, uses }: LocalIdentity): readonly string[] {
  const own = applicationOf(identity);
  const others = ground.applications.filter((name) => name !== own && !uses.answered.includes(name));
  return spread(others, knockedReplies);
}
