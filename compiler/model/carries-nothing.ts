import type { Link } from "./topology.ts";

/** Whether a link is given a list of topics with none in it: nobody publishes what is read on its other side. */
export function carriesNothing({ listed }: Pick<Link, "listed">): boolean {
  return listed !== undefined && listed.up.length + listed.down.length === 0;
}
