import type { Code } from "../../compiler/diagnostics/code.ts";
import type { Result } from "../../compiler/diagnostics/result.ts";
import { nothingApplied } from "../apply/codes.ts";
import { runFolderOf } from "../apply/run-folder.ts";
import { nothingUp } from "../codes.ts";
import { failure, success } from "../diagnose.ts";
import type { Host } from "../host/host.ts";
import { type MeshPlace, upPlace } from "../open-running-mesh.ts";
import type { StateStore } from "../state/state-store.ts";
import type { MeshCommand } from "../up/up-folder.ts";
import { readStoredMesh, recordsOf } from "../up/mesh-record.ts";

/** Which mesh a command is about: the one that `up` runs from a folder, or what was applied. */
export type MeshKind = "up" | "applied";

/** A mesh that a command is about. */
export interface ChosenMesh extends MeshPlace {
  readonly kind: MeshKind;
  /** The command that brings it about. */
  readonly command: MeshCommand;
  /** Set where the other one is there as well. */
  readonly beside?: true;
}

/** Where both may be. */
export interface ChoiceOptions {
  readonly host: Host;
  readonly manifestFolder: string;
  /** What remembers what was applied. */
  readonly applied: StateStore;
  /** The one that the user insists on. */
  readonly only?: MeshKind;
}

/**
 * The mesh that runs by `up` from a manifest's folder, else what was applied, else one of `up` that was taken down. Fails
 * where there is none, or not the one that is insisted on.
 */
export async function chosenMesh(options: ChoiceOptions): Promise<Result<ChosenMesh>> {
  const { host, manifestFolder, applied, only } = options;
  const up: ChosenMesh = { kind: "up", command: "meshc up", ...(await upPlace(host, manifestFolder)) };
  const other = async (): Promise<ChosenMesh> => {
    return {
      ...up,
      kind: "applied",
      command: "meshc apply",
      folder: await runFolderOf(host, manifestFolder),
      store: applied,
    };
  };
  if (only === "up") return success(up);
  const isApplied = await hasApplied(applied);
  if (!isApplied.ok) return isApplied;
  if (only === "applied")
    return isApplied.value ? success(await other()) : failure(nothingApplied, { folder: manifestFolder });
  const stand = await standOf(up);
  if (!stand.ok) return stand;
  if (stand.value === "runs") return success({ ...up, ...(isApplied.value && { beside: true }) });
  if (isApplied.value) return success(await other());
  return stand.value === "down" ? success(up) : failure(nothingUp, { folder: manifestFolder });
}

async function hasApplied(store: StateStore): Promise<Result<boolean>> {
  const environments = await store.environments();
  return environments.ok ? success(environments.value.length > 0) : environments;
}

async function standOf({ store }: MeshPlace): Promise<Result<"runs" | "down" | "none">> {
  const stored = await readStoredMesh(store);
  if (!stored.ok) return stored;
  if (!stored.value) return success("none");
  const records = [...recordsOf(stored.value.environments).values()];
  return success(records.some(({ record }) => record.process !== undefined) ? "runs" : "down");
}

/** The code that says that a mesh does not run. */
export function nothingRuns({ kind }: Pick<ChosenMesh, "kind">): Code<{ readonly folder: string }> {
  return kind === "up" ? nothingUp : nothingApplied;
}
