import { join } from "node:path";
import type { World } from "./world.ts";

const script = join(import.meta.dirname, "reach.mjs");

/** What comes of trying to open a TCP connection from a site: `connected`, the system's error, or `no answer`. */
export async function reached(world: World, from: string, host: string, port: number): Promise<string> {
  return (await world.run(from, process.execPath, [script, host, String(port)])).trim();
}
