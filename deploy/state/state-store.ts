import { randomUUID } from "node:crypto";
import type { Result } from "../../compiler/diagnostics/result.ts";
import { foreignDocument } from "../codes.ts";
import { failure, success } from "../diagnose.ts";
import type { BytePlace } from "./byte-place.ts";
import type { ContentOf, Document, DocumentKey } from "./documents.ts";
import type { HeldLock, LockPlace } from "./lock.ts";
import type { ManifestStore } from "./manifest-store.ts";
import type { Secrets } from "./secrets.ts";

/** Locks on documents; what they do not cover cannot be written. */
export interface StoreLock {
  readonly held: ReadonlyMap<DocumentKey, HeldLock>;
}

/** What a mesh remembers, to be read without a lock. */
export interface StateReader {
  /** Where all of it is kept, for people: a path or an address. */
  readonly where: string;
  /** Where a document lies, for people. */
  whereIs(key: DocumentKey): string;
  /** Environments that have a document, sorted. */
  environments(): Promise<Result<readonly string[]>>;
  /** A document; `undefined` where none was ever written. A damaged one is an error, never nothing. */
  read<K extends DocumentKey>(key: K): Promise<Result<Document<ContentOf<K>> | undefined>>;
  /** Manifests as they were applied. */
  readonly manifests: Pick<ManifestStore, "read">;
}

/** Where a mesh's memory is kept. */
export interface StateStore extends StateReader {
  readonly secrets: Secrets;
  readonly manifests: ManifestStore;
  /** Locks documents in a fixed order, all or none. */
  lock(keys: readonly DocumentKey[], command: string): Promise<Result<StoreLock>>;
  unlock(lock: StoreLock): Promise<Result<void>>;
  /** Whether somebody holds a document now and may be about to change it, or nobody can tell. */
  isLocked(key: DocumentKey): Promise<boolean>;
  /** Writes the next version of a document, if `before` is still the one that stands there. */
  write<K extends DocumentKey>(
    lock: StoreLock,
    key: K,
    before: Document<ContentOf<K>> | undefined,
    next: { readonly lineage: string; readonly content: ContentOf<K> },
  ): Promise<Result<Document<ContentOf<K>>>>;
  /** The bytes of all of it, and its locks. */
  readonly place: BytePlace;
  readonly locks: LockPlace;
}

/** A lineage for a state that begins. */
export function newLineage(): string {
  return randomUUID();
}

/** Checks that an environment's document was written beside this mesh's. */
export function sameLineage(
  store: StateReader,
  mesh: Document<ContentOf<"mesh">>,
  key: DocumentKey,
  document: Document<unknown>,
): Result<void> {
  if (document.lineage === mesh.lineage) return success(undefined);
  return failure(foreignDocument, { file: store.whereIs(key), mesh: mesh.content.mesh });
}
