import type { Topology } from "../../compiler/model/topology.ts";
import { type RunningMesh, startMesh } from "./running-mesh.ts";
import { type SmallMesh, topologyOf } from "./small-mesh.ts";

/** Runs a body on a running mesh and takes the mesh down whatever happens. */
export async function withMesh(
  version: string,
  small: SmallMesh,
  body: (mesh: RunningMesh, topology: Topology) => Promise<void>,
  edit: (topology: Topology) => Topology = (topology) => topology,
): Promise<void> {
  const topology = edit(topologyOf(atVersion(small, version)));
  const mesh = await startMesh(topology, version);
  try {
    await body(mesh, topology);
  } finally {
    await mesh.stop();
  }
}

/** The mesh with every broker at a version. */
export function atVersion(small: SmallMesh, version: string): SmallMesh {
  const brokers = Object.entries(small.brokers).map(([name, broker]) => [name, { ...broker, version }]);
  return { ...small, brokers: Object.fromEntries(brokers) as SmallMesh["brokers"] };
}
