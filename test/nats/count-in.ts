import type { RunningMesh } from "./running-mesh.ts";
import { until } from "./until.ts";

/** How long servers may take to be counted in by themselves, in milliseconds: below a second, five on a busy machine. */
const patience = 20_000;

/** What a server that stores with others says of them. */
interface Agreement {
  readonly name: string;
  readonly leader?: string;
  /** Those that it counts besides itself, where it leads. */
  readonly counted: readonly string[];
}

/**
 * Waits until the leader of those that store counts all of them in, and starts anew whom it leaves out. NATS 2.10 expects one
 * server less than there are, elects a leader with them, and on a busy machine never takes in the one that came last (8 of 160
 * starts at four times the load; none of 100 at less); started again it is in after a second. What such a group is asked
 * to keep on all of its servers has no place.
 */
export async function countIn(mesh: RunningMesh): Promise<void> {
  const settled = async () => {
    const all = await agreements(mesh);
    return all.every(({ leader }) => leader !== undefined) && leftOut(all).length === 0;
  };
  if (await until(settled, patience)) return;
  for (const name of leftOut(await agreements(mesh))) {
    await mesh.server(name).stop();
    await mesh.start(name);
  }
}

async function agreements(mesh: RunningMesh): Promise<readonly Agreement[]> {
  const names = mesh.workloads.flatMap(({ instances }) => instances.map((instance) => instance.name));
  const told = await Promise.all(
    names.map(async (name) => {
      const { meta_cluster: told } = (await mesh.server(name).ask("/jsz")) as {
        meta_cluster?: { leader?: string; replicas?: readonly { name: string }[] };
      };
      if (!told) return [];
      const counted = (told.replicas ?? []).map((replica) => replica.name);
      return [{ name, counted, ...(told.leader !== undefined && { leader: told.leader }) }];
    }),
  );
  return told.flat();
}

/** Those that have a leader which does not count them in. */
function leftOut(all: readonly Agreement[]): readonly string[] {
  const leads = (name: string) => all.find((one) => one.name === name);
  return all.flatMap(({ name, leader }) => {
    const its = leader === undefined ? undefined : leads(leader);
    return !its || its.name === name || its.counted.includes(name) ? [] : [name];
  });
}
