import type { Topology } from "../../compiler/model/topology.ts";
import { type RunningMesh, startMesh } from "./running-mesh.ts";
import { type SmallMesh, topologyOf } from "./small-mesh.ts";

export interface MeshOptions {
  /** Makes a topology that the compiler would not. */
  readonly edit?: (topology: Topology) => Topology;
  /** Whether the engine's own checks have to pass; `true` unless said. */
  readonly check?: boolean;
  /** Whether its links can all come up; `true` unless said. */
  readonly linked?: boolean;
}

/** Runs a body on a running mesh and takes the mesh down whatever happens. */
export async function withMesh(
  version: string,
  small: SmallMesh,
  body: (mesh: RunningMesh, topology: Topology) => Promise<void>,
  options: MeshOptions = {},
): Promise<void> {
  const plain = topologyOf(atVersion(small, version), "up", { check: options.check ?? true });
  const topology = options.edit?.(plain) ?? plain;
  const mesh = await startMesh(topology, version, { awaitLinks: options.linked ?? true });
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
