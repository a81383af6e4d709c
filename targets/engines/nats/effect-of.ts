import type { ConfigFile, WorkloadInstance } from "../../../compiler/model/workload.ts";
import type { Part } from "../../../compiler/model/part.ts";
import type { Step } from "../../../compiler/target.ts";
import { changedFiles, differing, fileOf, linesOf, referringLines } from "../../kit/changed-files.ts";
import { type PartChange, stepsOf } from "../../kit/steps-of.ts";
import { changedMain } from "./changed-main.ts";
import { fileNames, provisionerIdentity } from "./files.ts";
import { type PrintedUser, usersOf } from "./print-users.ts";
import { basisOf, factsOf } from "./versions.ts";

/**
 * What a change of an instance takes, part by part. A server refuses or takes a reload as a whole, so that where one step
 * is a restart no reload is sent; the others say what their parts would take alone. Link identities whose rights changed
 * have to log in anew after a reload, since a connected leaf keeps the rights that it came with. Reload classes as
 * measured on 2.10 to 2.15.
 */
export function effectOf(
  before: WorkloadInstance,
  after: WorkloadInstance,
  version: string,
): readonly Step[] {
  const instance = after.name;
  const basis = basisOf(version);
  const changes = [
    ...changedCommand(before, after),
    ...changedFiles(before, after).flatMap((path) =>
      changesOf(path, fileOf(before, path), fileOf(after, path), version),
    ),
  ];
  return [
    ...stepsOf(instance, "reload", changes, basis),
    ...reconnects(before, after).map((step) => (basis === "observed" ? step : { ...step, basis })),
    ...stepsOf(instance, "restart", changes, basis),
  ];
}

function changedCommand(before: WorkloadInstance, after: WorkloadInstance): readonly PartChange[] {
  if (JSON.stringify(before.command) === JSON.stringify(after.command)) return [];
  return [{ part: { kind: "process" }, takes: "restart", why: "its command changed" }];
}

function changesOf(
  path: string,
  before: ConfigFile | undefined,
  after: ConfigFile | undefined,
  version: string,
): readonly PartChange[] {
  const reload = (part: Part): PartChange => ({ part, takes: "reload", why: `${path} changed` });
  if (path === fileNames.main) return changedMain(before, after, version);
  if (path === fileNames.users) return changedUsers(before, after);
  if (path === fileNames.cluster) return [reload({ kind: "cluster" })];
  if (path === fileNames.leafnodes) return changedLinks(before, after, version);
  if (path === fileNames.gateway)
    return [{ part: { kind: "hubs" }, takes: "restart", why: "a reload refuses changed gateways" }];
  const [, link] = /^link\.(.+?)(?:-key|-authorities)?\.pem$/.exec(path) ?? [];
  return [reload(link === undefined ? { kind: "tls" } : { kind: "link", name: link })];
}

/**
 * Whose lines changed. Who logs in otherwise than before, or whose key was revoked, is cut off (2.10 to 2.15); whoever
 * is not there any more is too, and is not meant to go on.
 */
function changedUsers(before: ConfigFile | undefined, after: ConfigFile | undefined): readonly PartChange[] {
  const [old, now] = [before && usersOf(before), after && usersOf(after)];
  const takes = { takes: "reload", why: `${fileNames.users} changed` } as const;
  const names = differing(referringLines(before), referringLines(after));
  const changes = names.map((name): PartChange => {
    if (name === provisionerIdentity) return { part: { kind: "storage" }, ...takes };
    const interrupts = isLetGo(old?.get(name), now?.get(name));
    return { part: { kind: "identity", name }, ...takes, ...(interrupts && { interrupts }) };
  });
  const stores = (file: ConfigFile | undefined) => linesOf(file).some((line) => line.includes("jetstream:"));
  if (stores(before) !== stores(after)) changes.push({ part: { kind: "storage" }, ...takes });
  return changes.length > 0 ? changes : [{ part: { kind: "process" }, ...takes }];
}

function isLetGo(was: PrintedUser | undefined, is: PrintedUser | undefined): boolean {
  if (!was || !is) return false;
  return was.byPassword !== is.byPassword || was.isRevoked !== is.isRevoked;
}

/** A link that is dialed otherwise than before is cut off and made anew, where a reload takes that. */
function changedLinks(
  before: ConfigFile | undefined,
  after: ConfigFile | undefined,
  version: string,
): readonly PartChange[] {
  const [old, now] = [referringLines(before), referringLines(after)];
  const taken = factsOf(version)?.leafRemotes;
  const refuses = taken === "refused" ? "refuses" : "can crash on";
  const takes =
    taken === "taken"
      ? ({ takes: "reload", why: `${fileNames.leafnodes} changed` } as const)
      : ({ takes: "restart", why: `NATS ${version} ${refuses} a reload of changed leaf links` } as const);
  const links = differing(old, now).map((name): PartChange => {
    const part: Part = { kind: "link", name: name.slice("link.".length) };
    const isCut = takes.takes === "reload" && old.has(name) && now.has(name);
    return { part, ...takes, ...(isCut && { interrupts: true }) };
  });
  return links.length > 0 ? links : [{ part: { kind: "process" }, ...takes }];
}

function reconnects(before: WorkloadInstance, after: WorkloadInstance): readonly Step[] {
  const old = fileOf(before, fileNames.users);
  const now = fileOf(after, fileNames.users);
  if (!old || !now) return [];
  const users = usersOf(now);
  return [...usersOf(old)]
    .filter(([identity, was]) => keepsOldRights(identity, was, users.get(identity)))
    .map(([identity, { byPassword }]) => {
      const why = byPassword
        ? "a connected MQTT client goes on hearing at QoS 1 what it had the right to until it logs in anew"
        : "a connected leaf keeps the rights that it came with until it logs in anew";
      const about: readonly Part[] = [{ kind: "identity", name: identity }];
      const forGood = !users.has(identity) && ({ forGood: true } as const);
      return { kind: "reconnect", instance: after.name, identity, why, about, ...forGood };
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
