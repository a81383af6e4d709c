import { carriesNothing } from "../../compiler/model/carries-nothing.ts";
import { calledIn } from "../../compiler/model/names.ts";
import type { Link, Topology } from "../../compiler/model/topology.ts";
import { comparer } from "../../compiler/plan/alike.ts";
import { inParallel } from "../verify/in-parallel.ts";
import type { PlannedInstance, Work } from "./carry-out.ts";
import { observedAt } from "./observed-at.ts";
import { poll } from "./poll.ts";
import { reconnectIdentity } from "./reconnect-identity.ts";

/**
 * Brings links back to their first target that went to a standby which lets other things through, as they do when servers
 * are started anew, and which the dialing engine stays at: what crosses the first alone would be cut until the standby
 * goes. The standby ends the connection, and the edge dials what comes next in its list. One that does not come back is
 * left where it is.
 */
export async function backToFirst(
  work: Pick<Work, "ground" | "progress">,
  topology: Topology,
  planned: readonly PlannedInstance[],
): Promise<void> {
  const links = lesserStandby(topology);
  const at = (broker: string) => planned.filter(({ workload }) => workload.broker === broker);
  await inParallel(links, async ({ link, lesser }) => {
    // Without the first among what is brought about now nobody knows whether it can be dialed.
    if (at(link.to).length === 0) return;
    const all = [link.to, ...link.standby].flatMap(at);
    const targets = lesser.flatMap(at);
    const others = all.filter((each) => !targets.includes(each)).map(({ instance }) => instance.name);
    const astray = { link, targets, others: new Set(others), urls: all.length };
    for (const edge of at(link.from)) await bringBack(work, { ...astray, edge });
  });
}

/** A link that may stand at a standby target with other rights than at the first. */
interface Lesser {
  readonly link: Link;
  readonly lesser: readonly string[];
}

function lesserStandby({ links, identities }: Topology): readonly Lesser[] {
  const isAlike = comparer();
  const byName = new Map(identities.map((identity) => [identity.name, identity]));
  return links.flatMap((link) => {
    const { kind, name, to, standby } = link;
    const identity = byName.get(`link.${name}`);
    if (kind.failover !== "ordered-stays" || kind.process || carriesNothing(link) || !identity) return [];
    const { at, uses } = identity;
    const isSame = (target: string) =>
      isAlike(at.get(target), at.get(to)) && isAlike(uses.get(target), uses.get(to));
    const lesser = standby.filter((target) => !isSame(target));
    return lesser.length === 0 ? [] : [{ link, lesser }];
  });
}

interface Astray {
  readonly link: Link;
  readonly edge: PlannedInstance;
  /** Instances that it is not to stay at. */
  readonly targets: readonly PlannedInstance[];
  /** Names of those that it may stay at. */
  readonly others: ReadonlySet<string>;
  /** How many it dials in turn: after as many it would be where it was. */
  readonly urls: number;
}

async function bringBack(
  { ground, progress }: Pick<Work, "ground" | "progress">,
  { link, edge, targets, others, urls }: Astray,
): Promise<void> {
  const called = (broker: string) => calledIn(ground, "brokers", broker);
  const observed = observedAt(edge.instance, ground.lookUp);
  // The edge tells of a connection that was ended for a moment longer.
  let ended: string | undefined;
  const where = async () => {
    const seen = await edge.support.live.observe(observed);
    const own = (seen?.peers ?? []).filter(({ kind, id = "" }) => kind === link.kind.name && id !== ended);
    for (const { name, id = "" } of own) {
      const target = targets.find(({ instance }) => instance.name === name);
      if (target) return { target, id };
    }
    return own.some(({ name }) => name !== undefined && others.has(name)) ? {} : undefined;
  };
  for (let times = 0; times < urls; times++) {
    const now = await poll(ground.host, ground.limits.connect, where, ground.interrupted);
    if (!now?.target || ground.interrupted()) return;
    const { instance, support, workload } = now.target;
    if (times === 0)
      progress({
        kind: "instance",
        instance: edge.instance.name,
        to: "reconnecting",
        why: `it went to standby ${called(workload.broker)}, which lets other things through than ${called(link.to)}`,
      });
    const told = await reconnectIdentity(ground, instance, support, `link.${link.name}`);
    if (!told.ok) return;
    ended = now.id;
  }
}
