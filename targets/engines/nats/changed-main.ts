import type { Part } from "../../../compiler/model/part.ts";
import type { ConfigFile } from "../../../compiler/model/workload.ts";
import { differing, linesOf } from "../../kit/changed-files.ts";
import type { PartChange } from "../../kit/steps-of.ts";
import { mqttSettings } from "./mqtt-settings.ts";
import { settings } from "./settings.ts";
import { isSince } from "./versions.ts";

/** A line of `nats.conf`: the block that it stands in, `` at the top, and its key. */
interface Line {
  readonly block: string;
  readonly key: string;
}

const why = { reload: "nats.conf changed", restart: "a reload refuses what changed in nats.conf" } as const;

/**
 * What changed in `nats.conf`, line by line. A server refuses a reload in which one line is of those that only a restart
 * takes (2.10 to 2.15).
 */
export function changedMain(
  before: ConfigFile | undefined,
  after: ConfigFile | undefined,
  version: string,
): readonly PartChange[] {
  const [old, now] = [mainLines(before), mainLines(after)];
  return differing(old, now).flatMap((name): readonly PartChange[] => {
    const line = lineOf(name);
    const isWhole = hasBlock(old, line.block) && hasBlock(now, line.block);
    const part = partOf(line, isWhole);
    if (!part) return [];
    const values = [valueOf(old.get(name)), valueOf(now.get(name))] as const;
    const takes = isWhole && isTaken(line, values, version) ? "reload" : "restart";
    return [{ part, takes, why: why[takes], ...(cutsOff(line, values, isWhole) && { interrupts: true }) }];
  });
}

/** The lines by block and key, as `mqtt listen`. */
function mainLines(file: ConfigFile | undefined): ReadonlyMap<string, string> {
  const lines = new Map<string, string>();
  let block = "";
  for (const line of linesOf(file)) {
    if (line === "}") block = "";
    else if (/^\w+ \{$/.test(line)) block = line.slice(0, line.indexOf(" "));
    else if (line !== "" && !line.startsWith("#")) lines.set(`${block} ${keyOf(line)}`, line.trim());
  }
  return lines;
}

/** What stands before the colon; of an `include` the whole of it. */
function keyOf(line: string): string {
  const [key = ""] = line.trim().split(":");
  return key;
}

function lineOf(name: string): Line {
  const end = name.indexOf(" ");
  return { block: name.slice(0, end), key: name.slice(end + 1) };
}

function hasBlock(lines: ReadonlyMap<string, string>, block: string): boolean {
  return [...lines.keys()].some((name) => name.startsWith(`${block} `));
}

function valueOf(line: string | undefined): string | undefined {
  return line?.slice(line.indexOf(":") + 1).trim();
}

/** Listeners by the block that they are set in. */
const listeners: Readonly<Record<string, string>> = {
  mqtt: "mqtt",
  cluster: "cluster",
  gateway: "gateway",
  leafnodes: "leafnode",
};

/**
 * What a line is about; `undefined` = what another file says too. A line about TLS is about the listener where that comes
 * or goes with it.
 */
function partOf({ block, key }: Line, isWhole: boolean): Part | undefined {
  if (key === "tls" && isWhole) return { kind: "tls" };
  if (block === "") return partOfTop(key);
  if (block === "jetstream" || key === "stream_replicas") return { kind: "storage" };
  if (block === "mqtt" && key !== "listen" && key !== "tls") return { kind: "setting", name: "mqtt" };
  if (["listen", "advertise", "no_advertise", "tls"].includes(key))
    return { kind: "listener", name: listeners[block] ?? block };
  if (block === "cluster") return { kind: "cluster" };
  if (block === "gateway") return { kind: "hubs" };
  // How links are dialed stands in `leafnodes.conf`.
  return block === "leafnodes" ? undefined : { kind: "process" };
}

function partOfTop(key: string): Part {
  if (key === "listen") return { kind: "listener", name: "nats" };
  if (key === "http") return { kind: "listener", name: "management" };
  return settings.some(({ name }) => name === key) ? { kind: "setting", name: key } : { kind: "process" };
}

type Values = readonly [before: string | undefined, after: string | undefined];

/** Whether a reload takes a line's new value. More room for events is taken since 2.12, less never. */
function isTaken({ block, key }: Line, [before, after]: Values, version: string): boolean {
  if (block === "mqtt" && key === "stream_replicas") return true;
  if (block === "jetstream" && key === "max_file_store")
    return isSince(version, "2.12") && before !== undefined && Number(after) > Number(before);
  const known = block === "" ? settings : block === "mqtt" ? mqttSettings : [];
  const setting = known.find(({ name }) => name === key);
  return setting?.reloadsSince !== undefined && isSince(version, setting.reloadsSince);
}

/**
 * Whether somebody is cut off by more than a restart: TLS is spoken or not, all at once; and of more connections than
 * there may be from now on a reload ends some.
 */
function cutsOff({ block, key }: Line, [before, after]: Values, isWhole: boolean): boolean {
  if (key === "tls") return isWhole;
  if (block !== "" || key !== "max_connections") return false;
  return Number(after ?? usualConnections) < Number(before ?? usualConnections);
}

/** The server's own bound of connections (2.10 to 2.15). */
const usualConnections = 65_536;
