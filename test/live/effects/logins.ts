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
  let isOld = true;
  // Read once for all who ask meanwhile: whoever has lost its connection asks again and again.
  const running = (): Promise<RunningMesh> => {
    if (known && !isOld) return known;
    isOld = false;
    known = open().finally(() => setTimeout(() => (isOld = true), holds));
    return known;
  };
  return {
    /** The mesh whose applications are handed something out from now on. */
    of: (now: Topology): void => void (topology = now),
    async login(application: string): Promise<Credentials | undefined> {
      const mesh = await running().catch(() => undefined);
      if (!topology || !mesh) return undefined;
      const handedOut = credentialsOf(topology, mesh, spoken, application);
      return handedOut.ok ? handedOut.value : undefined;
    },
  };
}
