import { storedOver } from "./bridges.ts";
import type { Catalog, Use } from "./uses.ts";
import type { DecidedStream, Finding } from "./verdict.ts";
import type { Leaf, Wiring } from "./wiring.ts";
import { entryAbout, isHub } from "./wiring.ts";
import { engineOf, isListed } from "./unlike-engines.ts";

/**
 * By which kind each link is that is given a list: by `connect` where something stored crosses it or it is asked for, else by
 * a bridge, which loses nothing between two Mosquittos. One link has one kind, whichever target it is on: `connect` leads to hubs only, and is none where an entry of
 * `links` asks for a bridge.
 */
export function decideCarriers(
  catalog: Catalog,
  uses: ReadonlyMap<string, Use>,
  wiring: Wiring,
  streams: readonly DecidedStream[],
): { readonly wiring: Wiring; readonly findings: readonly Finding[] } {
  const { mesh } = catalog;
  const findings: Finding[] = [];
  const leaves = wiring.leaves.map((leaf): Leaf => {
    if (!isListed(leaf.kind)) return leaf;
    // That a broker cannot dial itself is said elsewhere.
    const targets = leaf.targets.filter((target) => target !== leaf.dialer);
    const entries = targets.flatMap((target) => entryAbout(mesh, leaf.dialer, target) ?? []);
    const stored = storedOver(catalog, uses, wiring, streams, leaf);
    const asking = entries.find(({ via }) => via === "connect");
    if (stored.length === 0 && !asking) return { ...leaf, kind: "bridge" };
    // Between two of them a bridge keeps what is at-least-once, in sessions at both.
    const isKept = targets.every((target) => engineOf(mesh, target) === "mosquitto");
    if (isKept && !entries.some(({ via }) => via === "connect")) return { ...leaf, kind: "bridge" };
    const isFit =
      targets.every((target) => isHub(mesh, target)) && entries.every(({ via }) => via !== "bridge");
    if (isFit) return { ...leaf, kind: "connect" };
    if (stored.length > 0) findings.push({ category: "lossy", names: [leaf.name], oneOf: stored });
    else if (asking) findings.push({ category: "uplink", names: [...asking.between] });
    return { ...leaf, kind: "bridge" };
  });
  return { wiring: { ...wiring, leaves }, findings };
}
