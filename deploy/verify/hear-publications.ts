import { setTimeout as sleep } from "node:timers/promises";
import type { ProbeSubscription } from "../../compiler/live.ts";
import { covers } from "../../compiler/model/topic.ts";
import type { Identity } from "../../compiler/model/topology.ts";
import { inParallel } from "./in-parallel.ts";
import type { Ledger, SentProbe } from "./ledger.ts";
import { applicationOf } from "./probe-ground.ts";
import type { RightFinding, RightOutcome } from "./rights-run.ts";
import { closeSession, type Ground, openSession, protocolAt, type Session } from "./session.ts";
import { byInstance, quiet, type Shown, type Untold, untoldOf } from "./untold.ts";

/**
 * Shows whether what somebody published though it may not comes to anybody who may read it, at brokers that acknowledge
 * every publication.
 */
export async function hearPublications(
  ground: Ground,
  ledger: Ledger,
  findings: readonly RightFinding[],
): Promise<ReadonlyMap<RightOutcome, Shown>> {
  const shown = new Map<RightOutcome, Shown>();
  for (const [instance, untold] of byInstance(untoldOf(ground, findings, "publish"))) {
    const sessions = new Map<string, Promise<Session>>();
    const heard: Hearing["heard"] = new Map();
    const open = ({ name, kind }: Identity, broker: string): Promise<Session> => {
      const known = sessions.get(name);
      const session = known ?? openSession(ground, { identity: name, kind }, broker, instance);
      sessions.set(name, session);
      return session;
    };
    const tried = await inParallel(untold, (one) => publish({ ground, ledger, open, heard }, one));
    await sleep(quiet);
    for (const { untold: one, ...attempt } of tried) shown.set(one.outcome, shownBy(ledger, attempt));
    for (const session of sessions.values()) await closeSession(await session);
  }
  return shown;
}

interface Hearing {
  readonly ground: Ground;
  readonly ledger: Ledger;
  /** Logs an identity in, once. */
  open(identity: Identity, broker: string): Promise<Session>;
  /**
   * By who listens and to what; grows. What several publish to one topic comes to one subscription: brokers of MQTT take
   * the same one of a connection again for the one that there is.
   */
  readonly heard: Map<string, Promise<ProbeSubscription>>;
}

/** A publication, and where it would be heard. */
interface Attempt {
  readonly witness?: ProbeSubscription;
  readonly name?: string;
  readonly sent?: SentProbe;
}

async function publish(at: Hearing, untold: Untold): Promise<Attempt & { readonly untold: Untold }> {
  const { of, instance } = untold.finding;
  const { address, levels, event = "" } = untold.outcome.probe;
  const witness = witnessOf(at.ground, untold);
  const dialect = witness && protocolAt(at.ground, witness.name, of.broker)?.dialect;
  if (!witness || !dialect) return { untold };
  const [reading, publishing] = [await at.open(witness, of.broker), await at.open(of.identity, of.broker)];
  if (!("connection" in reading) || !("connection" in publishing)) return { untold };
  const filter = dialect.address(levels);
  const key = `${witness.name} ${filter}`;
  const subscribed = at.heard.get(key) ?? reading.connection.subscribe(filter);
  at.heard.set(key, subscribed);
  const heard = await subscribed;
  const publisher = applicationOf(of.identity) ?? of.identity.name;
  const draft = { publisher, instance, event, topic: levels, address };
  const sent = await at.ledger.send(publishing.connection, draft);
  return { untold, sent, name: witness.name, ...(heard.refused === undefined && { witness: heard }) };
}

/** Somebody who may read a topic by itself where it would be published. */
function witnessOf({ topology }: Ground, { finding, outcome }: Untold): Identity | undefined {
  const { levels } = outcome.probe;
  if (levels.length === 0) return undefined;
  return topology.identities.find(
    ({ kind, at }) =>
      kind === "application" &&
      at
        .get(finding.of.broker)
        ?.some(
          ({ action, pattern, group }) =>
            action === "subscribe" && group === undefined && covers(pattern, levels),
        ),
  );
}

function shownBy(ledger: Ledger, { witness, name = "", sent }: Attempt): Shown {
  if (!witness || !sent) return "untried";
  const came = witness.received.some(({ payload }) => ledger.probeOf(payload) === sent);
  return came ? { arrived: `what it published arrived at ${name}` } : "nothing";
}
