import type { ConfigFile, WorkloadInstance } from "../../../compiler/model/workload.ts";
import type { Step } from "../../../compiler/target.ts";
import { fileNames } from "./files.ts";
import { type PrintedUser, usersOf } from "./print-users.ts";
import { mqttSettings } from "./mqtt-settings.ts";
import { type Setting, settings } from "./settings.ts";
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
  const reloading = (all: readonly Setting[]) =>
    all.filter(({ reloadsSince }) => reloadsSince !== undefined && isSince(version, reloadsSince));
  const names = new Set([
    ...reloading(settings).map(({ name }) => name),
    // Settings within a block stand indented; the server takes another number for streams that it makes from then on.
    ...reloading(mqttSettings).map(({ name }) => `  ${name}`),
    "  stream_replicas",
  ]);
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
    .filter(([identity, was]) => keepsOldRights(identity, was, users.get(identity)))
    .map(([identity, { byPassword }]) => {
      const why = byPassword
        ? "a connected MQTT client goes on hearing at QoS 1 what it had the right to until it logs in anew"
        : "a connected leaf keeps the rights that it came with until it logs in anew";
      return { kind: "reconnect", instance: after.name, identity, why };
    });
}

/**
 * Whether somebody who is connected goes on with the rights that it had. A client of NATS does not, as which a link logs in
 * that a process carries; cut off, it would send again what it could not acknowledge any more. What an MQTT client hears at QoS 1 is delivered
 * by a subject of the server's own, of which a reload takes nothing back; one whose user or password is gone is cut off
 * (2.10 to 2.15).
 */
function keepsOldRights(identity: string, was: PrintedUser, is: PrintedUser | undefined): boolean {
  if (was.byPassword) return is !== undefined && is.rights !== was.rights;
  return identity.startsWith("link.") && !was.isClient && is?.rights !== was.rights;
}

function fileOf(instance: WorkloadInstance, name: string): ConfigFile | undefined {
  return instance.files.find((file) => file.path === name);
}

function same(a: ConfigFile | undefined, b: ConfigFile | undefined): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
