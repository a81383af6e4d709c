import type { LinkGraph } from "./route.ts";

/** Whether stored events come down somewhere on a path by a link that reads them from where they are stored. */
export function isBrought({ dialed }: LinkGraph, path: readonly string[]): boolean {
  const brings = (above: string, below: string) =>
    dialed.get(below)?.some(({ to, kind }) => to === above && kind.storedEvents === "from-home") ?? false;
  return path.some((broker, index) => brings(path[index - 1] ?? "", broker));
}
