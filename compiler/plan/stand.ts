import type { ManifestData } from "../model/manifest.ts";
import type { Topology } from "../model/topology.ts";

/** A manifest and the mesh that comes of it. */
export interface Stand {
  readonly data: ManifestData;
  readonly topology: Topology;
}
