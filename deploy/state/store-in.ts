import type { Result } from "../../compiler/diagnostics/result.ts";
import { invariant } from "../../compiler/diagnostics/invariant.ts";
import { stateMoved, stateUnwritable } from "../codes.ts";
import { failure, success } from "../diagnose.ts";
import type { BytePlace } from "./byte-place.ts";
import { entryOf, inLockOrder, inWords, lockNameOf } from "./document-key.ts";
import { printDocument } from "./document-text.ts";
import type { Document, DocumentKey } from "./documents.ts";
import { guarded } from "./guarded.ts";
import { freeLock, type HeldLock, isHeld, type LockPlace, stillHeld, takeLock } from "./lock.ts";
import { manifestsIn } from "./manifests-in.ts";
import { readDocument } from "./read-document.ts";
import { type ReadPlace, readerIn } from "./reader-in.ts";
import type { Secrets } from "./secrets.ts";
import type { StateStore } from "./state-store.ts";

/** Where a state lies, and what people are told to do about it. */
export interface StorePlace extends LockPlace, ReadPlace {
  readonly place: BytePlace;
}

/** The state in a place: `mesh.json`, `environments/<name>.json`, `manifests/`, `locks/`, and its secrets. */
export function storeIn(locks: StorePlace, secrets: Secrets): StateStore {
  const { place } = locks;
  return {
    ...readerIn(locks),
    place,
    locks,
    secrets,
    manifests: manifestsIn(place),
    async lock(keys, command) {
      const held = new Map<DocumentKey, HeldLock>();
      for (const key of inLockOrder(keys)) {
        const taken = await takeLock(locks, lockNameOf(key), inWords(key), command);
        if (taken.ok) held.set(key, taken.value);
        else {
          await freeAll(locks, held.values());
          return taken;
        }
      }
      return success({ held });
    },
    unlock: (lock) => freeAll(locks, lock.held.values()),
    async isLocked(key) {
      const held = await guarded(place.where, () => isHeld(locks, lockNameOf(key)));
      return held.ok ? held.value : true;
    },
    async write(lock, key, before, next) {
      const held = lock.held.get(key);
      invariant(held, `${key} is written without its lock`);
      const path = place.whereIs(entryOf(key));
      const ours = await guarded(path, () => stillHeld(locks, held));
      if (!ours.ok) return ours;
      return ours.value
        ? writeDocument(locks, key, before, next)
        : failure(stateUnwritable, { path, why: "its lock was broken" });
    },
  };
}

async function writeDocument<T>(
  locks: StorePlace,
  key: DocumentKey,
  before: Document<T> | undefined,
  next: { readonly lineage: string; readonly content: T },
): Promise<Result<Document<T>>> {
  const { place } = locks;
  const entry = entryOf(key);
  const file = place.whereIs(entry);
  const standing = await readDocument(locks, key);
  if (!standing.ok) return standing;
  const expected = before?.serial ?? 0;
  const found = standing.value?.document.serial ?? 0;
  if (expected !== found) return failure(stateMoved, { file, expected, found });
  const document = { serial: found + 1, ...next };
  const bytes = new TextEncoder().encode(printDocument(document));
  const version = standing.value?.version;
  const written = await guarded(file, () =>
    version === undefined ? place.create(entry, bytes) : place.replace(entry, bytes, version),
  );
  if (!written.ok) return written;
  return written.value === undefined
    ? failure(stateMoved, { file, expected, found: "another" })
    : success(document);
}

async function freeAll(locks: LockPlace, held: Iterable<HeldLock>): Promise<Result<void>> {
  const freed = [];
  for (const lock of held) freed.push(await freeLock(locks, lock));
  return freed.find((each) => !each.ok) ?? success(undefined);
}
