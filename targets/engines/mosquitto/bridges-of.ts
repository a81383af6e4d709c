import { carriesNothing } from "../../../compiler/model/carries-nothing.ts";
import { linksAt } from "../../../compiler/model/links-at.ts";
import type { Link, Topology } from "../../../compiler/model/topology.ts";
import { linkKinds } from "./link-kinds.ts";

/** The links that a broker dials as bridges. One without topics keeps it from starting: "no topics defined" (2.0.11). */
export function bridgesOf({ links }: Topology, broker: string): readonly Link[] {
  return linksAt(links, broker)
    .filter(({ kind, from }) => linkKinds.includes(kind) && from === broker)
    .filter((link) => !carriesNothing(link));
}
