import type { Host } from "../host/host.ts";
import type { UpFolder } from "./up-folder.ts";

/** The last lines of an instance's log. */
export async function endOfLog(host: Host, folder: UpFolder, instance: string): Promise<readonly string[]> {
  const bytes = await host.files.readEnd(folder.log(instance), 4_096);
  const lines = new TextDecoder().decode(bytes).split("\n");
  return lines.filter((line) => line.trim() !== "").slice(-5);
}
