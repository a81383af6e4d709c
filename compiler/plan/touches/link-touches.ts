import { type Part, partKey } from "../../model/part.ts";
import type { Link } from "../../model/topology.ts";
import { ownedTouch, partTouches, processTouch, type Touch } from "../touch.ts";

/** What a link is at its two ends: how it is dialed at the one, its rights and the listener at each that may be dialed. */
export function linkTouches(link: Link): readonly Touch[] {
  const { name, kind, from, to, standby } = link;
  const dialing: readonly Part[] = [
    { kind: "link", name },
    { kind: "hubs" },
    { kind: "tls" },
    { kind: "identity", name: `connect.${name}` },
    ...(kind.dial === "both" ? [{ kind: "listener", name: kind.listener } as const] : []),
  ];
  const dialed: readonly Part[] = [
    { kind: "identity", name: `link.${name}` },
    { kind: "listener", name: kind.listener },
    { kind: "hubs" },
    { kind: "tls" },
  ];
  return [
    processTouch(name),
    ownedTouch("link", name),
    ...partTouches(from, dialing.map(partKey)),
    ...[to, ...standby].flatMap((target) => partTouches(target, dialed.map(partKey))),
  ];
}
