import type { ConnectLink } from "./connect-link.ts";

/** 1 for each connection to a broker that is there, else 0 (the patched engine, `tools/connect/benthos.patch`). */
export const connectedGauge = "link_connected";

/** Labels that each metric bears beside those of the engine. */
export const labels = { link: "link", process: "process", connections: "connections" } as const;

/**
 * How many connections there are to be: the engine begins its streams one after the other, so that those it tells of
 * may all be there and others not yet begun.
 */
export function connectionsOf({ up, down, live }: ConnectLink): number {
  // Each durable is read by a connection of its own; what a stream reads is written by one.
  const reading = [
    Math.min(up.length, 1),
    down.length,
    Math.min(live.up.length, 1),
    Math.min(live.down.length, 1),
  ];
  return reading.filter((count) => count > 0).reduce((sum, count) => sum + count + 1, 0);
}

/** The labels of a link's metrics, as a mapping of Bloblang, whose texts are those of JSON. */
export function labelMapping(link: ConnectLink): string {
  const values = {
    [labels.link]: link.name,
    [labels.process]: link.instance,
    [labels.connections]: String(connectionsOf(link)),
  };
  const lines = Object.entries(values).map(([label, value]) => `meta ${label} = ${JSON.stringify(value)}`);
  return lines.join("\n");
}
