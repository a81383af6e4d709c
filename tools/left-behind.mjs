/** What tests leave behind: files where they keep what is temporary, and processes that they started there. */
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";

/** Names in a folder, sorted. */
export function filesLeftIn(folder) {
  return readdirSync(folder).toSorted();
}

/** Processes of Linux that work below a folder, or whose command line names something below it, but for this one. */
export function processesLeftIn(folder) {
  const isBelow = (text) => text.includes(`${folder}/`);
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((name) => ({ pid: Number(name), ...seen(name) }))
    .filter(({ command, at }) => command !== "" && (isBelow(command) || isBelow(`${at}/`)));
}

/** A process that has just ended, or is not ours to see, has no command. */
function seen(name) {
  try {
    const command = readFileSync(join("/proc", name, "cmdline"), "utf8")
      .replaceAll("\0", " ")
      .trim();
    return { command, at: readlinkSync(join("/proc", name, "cwd")) };
  } catch {
    return { command: "", at: "" };
  }
}
