import type { Part } from "../../../compiler/model/part.ts";
import type { ConfigFile } from "../../../compiler/model/workload.ts";
import { differing, linesOf } from "../../kit/changed-files.ts";
import type { PartChange } from "../../kit/steps-of.ts";
import { settings } from "./settings.ts";

const taken = new Set(settings.filter(({ reload }) => reload === "taken").map(({ name }) => name));
const known = new Set(settings.map(({ name }) => name));

/** What changed in `mosquitto.conf`, by the first word of its lines, of which one may come several times. */
export function changedMain(
  before: ConfigFile | undefined,
  after: ConfigFile | undefined,
): readonly PartChange[] {
  return differing(mainLines(before), mainLines(after)).map((key): PartChange => {
    const part = partOf(key);
    if (taken.has(key)) return { part, takes: "reload", why: "mosquitto.conf changed" };
    const why = "a reload does not take in what changed in mosquitto.conf";
    return { part, takes: "restart", why, ...(part.kind === "tls" && { interrupts: true }) };
  });
}

function mainLines(file: ConfigFile | undefined): ReadonlyMap<string, string> {
  const lines = new Map<string, string>();
  for (const line of linesOf(file)) {
    const [key = ""] = line.split(" ");
    if (key !== "") lines.set(key, `${lines.get(key) ?? ""}${line}\n`);
  }
  return lines;
}

function partOf(key: string): Part {
  if (known.has(key)) return { kind: "setting", name: key };
  if (key === "listener") return { kind: "listener", name: "mqtt" };
  if (key === "certfile" || key === "keyfile") return { kind: "tls" };
  return { kind: "process" };
}
