import type { Topology } from "../../../compiler/model/topology.ts";
import { type Credentials, credentialsOf, type Spoken } from "../../../deploy/credentials/credentials.ts";
import type { RunningMesh } from "../../../deploy/running-mesh.ts";
import { brokerEngines } from "../../../targets/engines/index.ts";

const spoken: Spoken = new Map(brokerEngines.map(({ name, protocols }) => [name, protocols]));
const holds = 250;

/** What applications of a mesh are handed out, read anew from what is recorded as long as it may change. */
export function logins(open: () => Promise<RunningMesh>) {
  let topology: Topology | undefined;
  let known: Promise<RunningMesh> | undefined;
  let readAt = 0;
  const running = (): Promise<RunningMesh> => {
    if (!known || performance.now() - readAt > holds) {
      known = open();
      readAt = performance.now();
    }
    return known;
  };
  return {
    /** The mesh whose applications are handed something out from now on. */
    of: (now: Topology): void => void ((topology = now), (known = undefined)),
    async login(application: string): Promise<Credentials | undefined> {
      const mesh = await running().catch(() => undefined);
      if (!topology || !mesh) return undefined;
      const handedOut = credentialsOf(topology, mesh, spoken, application);
      return handedOut.ok ? handedOut.value : undefined;
    },
  };
}
