import { expectedPeers } from "../expected-peers.ts";
import { awaitAgreed } from "./await-agreed.ts";
import { awaitConnected } from "./await-connected.ts";
import type { Bringing } from "./bringing.ts";
import type { PlannedInstance, Work } from "./carry-out.ts";
import type { Ground } from "./ground.ts";
import type { MeshRecord } from "./mesh-record.ts";
import { askedOf } from "./prove-up.ts";

/** What carrying out works on; after a restart it waits until the instance is back in its cluster, for a short while. */
export function workOf(
  { topology, options }: Bringing,
  record: MeshRecord,
  ground: Ground,
  planned: readonly PlannedInstance[],
  speaksAsBefore: boolean,
): Work {
  const asked = askedOf(ground, planned);
  const inCluster = expectedPeers(topology).filter(({ link }) => link === undefined);
  const rejoined = async ({ instance }: PlannedInstance, stored: boolean) => {
    const expected = inCluster.filter((peer) => peer.instance === instance.name);
    await awaitConnected(ground, expected, asked, ground.limits.rejoin, () => undefined);
    // One that speaks TLS agrees with nobody until the others do too.
    if (stored && speaksAsBefore) await awaitAgreed(ground, instance);
  };
  return { ground, record, progress: options.progress, rejoined };
}
