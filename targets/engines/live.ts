import type { LiveEngine } from "../../compiler/live.ts";

const loaders: ReadonlyMap<string, () => Promise<LiveEngine>> = new Map([
  ["connect", async () => (await import("./connect/live/live.ts")).connectLive],
  ["mosquitto", async () => (await import("./mosquitto/live/live.ts")).mosquittoLive],
  ["nats", async () => (await import("./nats/live/live.ts")).natsLive],
]);

/** The acting part of an engine by name, loaded with its client libraries when it is first asked for. */
export async function liveEngine(name: string): Promise<LiveEngine> {
  const load = loaders.get(name);
  if (!load) throw new Error(`engine ${name} has no live part`);
  return load();
}
