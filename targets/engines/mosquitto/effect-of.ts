import type { Part } from "../../../compiler/model/part.ts";
import type { ConfigFile, WorkloadInstance } from "../../../compiler/model/workload.ts";
import type { Step } from "../../../compiler/target.ts";
import { changedFiles, differing, fileOf, linesOf, referringLines } from "../../kit/changed-files.ts";
import { type PartChange, stepsOf } from "../../kit/steps-of.ts";
import { changedMain } from "./changed-main.ts";
import { fileNames } from "./files.ts";
import { settings } from "./settings.ts";

const lost = new Set(settings.filter(({ reload }) => reload === "lost").map(({ name }) => name));

/**
 * What a change of an instance takes, part by part. A reload takes in passwords, rights, shown certificates and some
 * settings, keeps every client but those whose password changed or whose name went, and drops what is set below a listener; of the rest
 * it says nothing, and nothing becomes of it: bridges and their authorities, other settings, listeners (2.0.11).
 */
export function effectOf(before: WorkloadInstance, after: WorkloadInstance): readonly Step[] {
  const command = JSON.stringify(before.command) !== JSON.stringify(after.command);
  const changes: readonly PartChange[] = [
    ...(command
      ? [{ part: { kind: "process" }, takes: "restart", why: "its command changed" } as const]
      : []),
    ...changedFiles(before, after).flatMap((path) =>
      changesOf(path, fileOf(before, path), fileOf(after, path)),
    ),
  ];
  const dropped = linesOf(fileOf(before, fileNames.main))
    .map((line) => line.split(" ")[0] ?? "")
    .find((key) => lost.has(key));
  const why = `a reload would drop \`${dropped}\``;
  const taken =
    dropped === undefined
      ? changes
      : changes.map((each): PartChange =>
          each.takes === "reload" ? { ...each, takes: "restart", why } : each,
        );
  return [
    ...stepsOf(after.name, "reload", taken, "observed"),
    ...stepsOf(after.name, "restart", taken, "observed"),
  ];
}

function changesOf(
  path: string,
  before: ConfigFile | undefined,
  after: ConfigFile | undefined,
): readonly PartChange[] {
  if (path === fileNames.main) return changedMain(before, after);
  if (path === fileNames.passwords) return changedLogins(before, after);
  if (path === fileNames.acl) return changedRights(before, after);
  const [, link] = /^(?:bridges\/|link\.)(.+?)(?:-authorities\.pem|\.conf)$/.exec(path) ?? [];
  if (link !== undefined) {
    const why = path.startsWith("link.")
      ? "a bridge reads whom it knows as the broker starts"
      : "bridges are read as the broker starts";
    return [{ part: { kind: "link", name: link }, takes: "restart", why }];
  }
  return [{ part: { kind: "tls" }, takes: "reload", why: `${path} changed` }];
}

/** Whoever has another password than before is cut off; who is not there any more is too, and is not meant to go on. */
function changedLogins(before: ConfigFile | undefined, after: ConfigFile | undefined): readonly PartChange[] {
  const [old, now] = [referringLines(before), referringLines(after)];
  return identityChanges(differing(old, now), fileNames.passwords, (name) => old.has(name) && now.has(name));
}

function changedRights(before: ConfigFile | undefined, after: ConfigFile | undefined): readonly PartChange[] {
  return identityChanges(differing(rightsOf(before), rightsOf(after)), fileNames.acl, () => false);
}

function identityChanges(
  names: readonly string[],
  path: string,
  isLetGo: (name: string) => boolean,
): readonly PartChange[] {
  const takes = { takes: "reload", why: `${path} changed` } as const;
  const changes = names.map((name): PartChange => {
    const part: Part = { kind: "identity", name };
    return { part, ...takes, ...(isLetGo(name) && { interrupts: true }) };
  });
  return changes.length > 0 ? changes : [{ part: { kind: "process" }, ...takes }];
}

/** What stands below each `user` line, by the name there. */
function rightsOf(file: ConfigFile | undefined): ReadonlyMap<string, string> {
  const rights = new Map<string, string>();
  let user = "";
  for (const line of linesOf(file)) {
    if (line.startsWith("user ")) user = line.slice("user ".length);
    rights.set(user, `${rights.get(user) ?? ""}${line}\n`.trimEnd());
  }
  return rights;
}
