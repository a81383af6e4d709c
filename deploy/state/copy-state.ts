import type { Result } from "../../compiler/diagnostics/result.ts";
import { stateUnwritable } from "../codes.ts";
import { failure, success } from "../diagnose.ts";
import { inParallel } from "../verify/in-parallel.ts";
import { entryOf } from "./document-key.ts";
import { printDocument } from "./document-text.ts";
import type { DocumentKey, EnvironmentState } from "./documents.ts";
import { guarded } from "./guarded.ts";
import { layBytes } from "./lay-bytes.ts";
import { manifestEntry } from "./manifest-entry.ts";
import { manifestsOf } from "./manifests-of.ts";
import { readDocument } from "./read-document.ts";
import { readManifest } from "./read-manifest.ts";
import type { SecretName, SecretPlace } from "./secret-place.ts";
import type { StateStore } from "./state-store.ts";

/** How much of each kind was copied. */
export interface CopiedState {
  readonly environments: number;
  readonly secrets: number;
  readonly manifests: number;
}

/** How many are copied at a time. */
const breadth = 16;

/**
 * Copies all of a state but the mesh's own document, which says what holds, and reads every byte back. What is damaged is an error.
 * Documents and secrets of a time before, that are not part of it now, are removed there.
 */
export async function copyState(from: StateStore, to: StateStore): Promise<Result<CopiedState>> {
  const states = await copyEnvironments(from, to);
  if (!states.ok) return states;
  const secrets = await copySecrets(from, to);
  if (!secrets.ok) return secrets;
  const names = manifestsOf(states.value);
  const manifests = await each(names, async (name) => {
    const bytes = await readManifest(from.place, name);
    return bytes.ok ? layBytes(to.place, manifestEntry(name), bytes.value) : bytes;
  });
  if (!manifests.ok) return manifests;
  return success({ environments: states.value.length, secrets: secrets.value, manifests: names.length });
}

async function copyEnvironments(
  from: StateStore,
  to: StateStore,
): Promise<Result<readonly EnvironmentState[]>> {
  const names = await from.environments();
  if (!names.ok) return names;
  const states: EnvironmentState[] = [];
  const copied = await each(names.value, async (name) => {
    const key: DocumentKey = `environments/${name}`;
    const found = await readDocument(from, key);
    if (!found.ok || !found.value) return found.ok ? success(undefined) : found;
    const { document } = found.value;
    states.push(document.content as EnvironmentState);
    return layBytes(to.place, entryOf(key), new TextEncoder().encode(printDocument(document)));
  });
  if (!copied.ok) return copied;
  const there = await to.environments();
  if (!there.ok) return there;
  const removed = await each(without(there.value, names.value), (name) => {
    const entry = entryOf(`environments/${name}`);
    return guarded(to.place.whereIs(entry), () => to.place.remove(entry));
  });
  return removed.ok ? success(states) : removed;
}

async function copySecrets(from: StateStore, to: StateStore): Promise<Result<number>> {
  const [source, target] = [from.secrets.place, to.secrets.place];
  const names = await source.names();
  if (!names.ok) return names;
  const copied = await each(names.value, async (name: SecretName) => {
    const bytes = await source.read(name);
    if (!bytes.ok || !bytes.value) return bytes.ok ? success(undefined) : bytes;
    return writeSecret(target, name, bytes.value);
  });
  if (!copied.ok) return copied;
  const there = await target.names();
  if (!there.ok) return there;
  const removed = await each(without(there.value, names.value), (name) => target.remove(name));
  return removed.ok ? success(names.value.length) : removed;
}

async function writeSecret(place: SecretPlace, name: SecretName, bytes: Uint8Array): Promise<Result<void>> {
  const written = await place.write(name, bytes);
  if (!written.ok) return written;
  const found = await place.read(name);
  if (!found.ok) return found;
  if (found.value && Buffer.from(found.value).equals(bytes)) return success(undefined);
  return failure(stateUnwritable, { path: place.whereIs(name), why: "it does not hold what was written" });
}

function without<T>(all: readonly T[], kept: readonly T[]): readonly T[] {
  const names = new Set(kept);
  return all.filter((name) => !names.has(name));
}

/** Does all of it, and fails with the first that failed. */
async function each<T>(
  items: readonly T[],
  work: (item: T) => Promise<Result<unknown>>,
): Promise<Result<void>> {
  const failed = (await inParallel(items, work, breadth)).find(({ ok }) => !ok);
  return failed && !failed.ok ? failed : success(undefined);
}
