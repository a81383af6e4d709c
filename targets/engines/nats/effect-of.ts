import type { ConfigFile, WorkloadInstance } from "../../../compiler/model/workload.ts";
import type { Step } from "../../../compiler/target.ts";
import { fileNames } from "./files.ts";
import { usersOf } from "./print-users.ts";
import { settings } from "./settings.ts";
import { factsOf, isSince } from "./versions.ts";

/**
 * What a change of an instance takes. A reload is sent only where the server of this version takes every part of the
 * change: it refuses or takes a reload as a whole. Link identities whose rights changed have to log in anew after
 * it, since a connected leaf keeps the rights that it came with. Reload classes as measured on 2.10 to 2.15.
 */
export function effectOf(
  before: WorkloadInstance,
  after: WorkloadInstance,
  version: string,
): readonly Step[] {
  const changed = changedFiles(before, after);
  const instance = after.name;
  const refused = reasonToRestart(before, after, changed, version);
  if (refused !== undefined) return [{ kind: "restart", instance, why: refused }];
  if (changed.length === 0) return [];
  const reload: Step = { kind: "reload", instance, why: `${changed.join(", ")} changed` };
  return [reload, ...reconnects(before, after)];
}

function changedFiles(before: WorkloadInstance, after: WorkloadInstance): readonly string[] {
  const names = new Set([...before.files, ...after.files].map((file) => file.path));
  return [...names].filter((name) => !same(fileOf(before, name), fileOf(after, name))).toSorted();
}

function reasonToRestart(
  before: WorkloadInstance,
  after: WorkloadInstance,
  changed: readonly string[],
  version: string,
): string | undefined {
  if (JSON.stringify(before.command) !== JSON.stringify(after.command)) return "its command changed";
  for (const name of changed) {
    const [old, now] = [fileOf(before, name), fileOf(after, name)];
    if (name === fileNames.main && !onlySettingsThatReload(old, now, version))
      return "a reload refuses what changed in nats.conf";
    if (name === fileNames.gateway) return "a reload refuses changed gateways";
    if (name !== fileNames.leafnodes) continue;
    const taken = factsOf(version)?.leafRemotes;
    if (taken === "refused") return `NATS ${version} refuses a reload of changed leaf links`;
    if (taken !== "taken") return `NATS ${version} can crash on a reload of changed leaf links`;
  }
  return undefined;
}

function onlySettingsThatReload(
  before: ConfigFile | undefined,
  after: ConfigFile | undefined,
  version: string,
): boolean {
  const reloading = settings.filter(
    ({ reloadsSince }) => reloadsSince !== undefined && isSince(version, reloadsSince),
  );
  const names = new Set(reloading.map(({ name }) => name));
  const rest = (file: ConfigFile | undefined) => file && withoutSettings(file, names);
  return before !== undefined && after !== undefined && rest(before) === rest(after);
}

function withoutSettings(file: ConfigFile, names: ReadonlySet<string>): string {
  const lines = file.parts
    .map((part) => (typeof part === "string" ? part : ""))
    .join("")
    .split("\n");
  return lines.filter((line) => !names.has(line.slice(0, Math.max(0, line.indexOf(":"))))).join("\n");
}

function reconnects(before: WorkloadInstance, after: WorkloadInstance): readonly Step[] {
  const old = fileOf(before, fileNames.users);
  const now = fileOf(after, fileNames.users);
  if (!old || !now || same(old, now)) return [];
  const users = usersOf(now);
  return [...usersOf(old)]
    .filter(([identity, rights]) => identity.startsWith("link.") && users.get(identity) !== rights)
    .map(([identity]) => {
      const why = "a connected leaf keeps the rights that it came with until it logs in anew";
      return { kind: "reconnect", instance: after.name, identity, why };
    });
}

function fileOf(instance: WorkloadInstance, name: string): ConfigFile | undefined {
  return instance.files.find((file) => file.path === name);
}

function same(a: ConfigFile | undefined, b: ConfigFile | undefined): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
