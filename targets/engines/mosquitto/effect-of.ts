import type { ConfigFile, WorkloadInstance } from "../../../compiler/model/workload.ts";
import type { Step } from "../../../compiler/target.ts";
import { fileNames } from "./files.ts";
import { settings } from "./settings.ts";

const namesOf = (reload: "taken" | "lost") =>
  new Set(settings.filter((setting) => setting.reload === reload).map(({ name }) => name));
const taken = namesOf("taken");
const lost = namesOf("lost");

/**
 * What a change of an instance takes. A reload takes in passwords, rights, shown certificates and some settings, keeps
 * every client but those whose password changed or whose name went, and drops what is set below a listener; of the rest
 * it says nothing, and nothing becomes of it: bridges and their authorities, other settings, listeners (2.0.11).
 */
export function effectOf(before: WorkloadInstance, after: WorkloadInstance): readonly Step[] {
  const changed = changedFiles(before, after);
  const instance = after.name;
  const why = reasonToRestart(before, after, changed);
  if (why !== undefined) return [{ kind: "restart", instance, why }];
  return changed.length === 0 ? [] : [{ kind: "reload", instance, why: `${changed.join(", ")} changed` }];
}

function changedFiles(before: WorkloadInstance, after: WorkloadInstance): readonly string[] {
  const names = new Set([...before.files, ...after.files].map((file) => file.path));
  return [...names].filter((name) => !same(fileOf(before, name), fileOf(after, name))).toSorted();
}

function reasonToRestart(
  before: WorkloadInstance,
  after: WorkloadInstance,
  changed: readonly string[],
): string | undefined {
  if (JSON.stringify(before.command) !== JSON.stringify(after.command)) return "its command changed";
  for (const name of changed) {
    if (name.startsWith(`${fileNames.bridges}/`)) return "bridges are read as the broker starts";
    if (name.startsWith("link.")) return "a bridge reads whom it knows as the broker starts";
    if (name === fileNames.main && !onlySettingsThatReload(fileOf(before, name), fileOf(after, name)))
      return "a reload does not take in what changed in mosquitto.conf";
  }
  const dropped = linesOf(fileOf(before, fileNames.main))
    .map(keyOf)
    .find((key) => lost.has(key));
  return changed.length > 0 && dropped !== undefined ? `a reload would drop \`${dropped}\`` : undefined;
}

function onlySettingsThatReload(before: ConfigFile | undefined, after: ConfigFile | undefined): boolean {
  const rest = (file: ConfigFile | undefined) =>
    linesOf(file)
      .filter((line) => !taken.has(keyOf(line)))
      .join("\n");
  return before !== undefined && after !== undefined && rest(before) === rest(after);
}

function linesOf(file: ConfigFile | undefined): readonly string[] {
  const text = file?.parts.map((part) => (typeof part === "string" ? part : "")).join("") ?? "";
  return text.split("\n");
}

function keyOf(line: string): string {
  return line.split(" ")[0] ?? "";
}

function fileOf(instance: WorkloadInstance, name: string): ConfigFile | undefined {
  return instance.files.find((file) => file.path === name);
}

function same(a: ConfigFile | undefined, b: ConfigFile | undefined): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
