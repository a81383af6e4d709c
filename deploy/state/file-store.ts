import { randomUUID } from "node:crypto";
import type { Result } from "../../compiler/diagnostics/result.ts";
import { invariant } from "../../compiler/diagnostics/invariant.ts";
import { documentDamaged, documentNewer, foreignDocument, stateMoved, stateUnwritable } from "../codes.ts";
import { failure, success } from "../diagnose.ts";
import type { Host } from "../host/host.ts";
import { parseDocument, printDocument } from "./document-text.ts";
import type { ContentOf, Document, DocumentKey } from "./documents.ts";
import { guarded } from "./guarded.ts";
import { freeLock, type HeldLock, isHeld, type LockFolder, stillHeld, takeLock } from "./lock.ts";
import { fileSecrets, type Secrets } from "./secrets.ts";

/** Locks on documents; what they do not cover cannot be written. */
export interface StoreLock {
  readonly held: ReadonlyMap<DocumentKey, HeldLock>;
}

/** Where a mesh's memory is kept. */
export interface StateStore {
  readonly folder: string;
  readonly secrets: Secrets;
  /** Environments that have a document, sorted. */
  environments(): Promise<Result<readonly string[]>>;
  /** A document; `undefined` where none was ever written. A damaged one is an error, never nothing. */
  read<K extends DocumentKey>(key: K): Promise<Result<Document<ContentOf<K>> | undefined>>;
  /** Locks documents in a fixed order, all or none. */
  lock(keys: readonly DocumentKey[], command: string): Promise<Result<StoreLock>>;
  unlock(lock: StoreLock): Promise<Result<void>>;
  /** Whether somebody holds a document now and may be about to change it. */
  isLocked(key: DocumentKey): Promise<boolean>;
  /** Writes the next version of a document, if `before` is still the one that stands there. */
  write<K extends DocumentKey>(
    lock: StoreLock,
    key: K,
    before: Document<ContentOf<K>> | undefined,
    next: { readonly lineage: string; readonly content: ContentOf<K> },
  ): Promise<Result<Document<ContentOf<K>>>>;
}

/** A lineage for a state that begins. */
export function newLineage(): string {
  return randomUUID();
}

/** The state in a folder: `mesh.json`, `environments/<name>.json`, `locks/`, `secrets/` (0700, files 0600). */
export function fileStore(host: Host, folder: string): StateStore {
  const locks: LockFolder = { host, folder: `${folder}/locks` };
  const fileOf = (key: DocumentKey): string => `${folder}/${key}.json`;

  async function read<K extends DocumentKey>(key: K): Promise<Result<Document<ContentOf<K>> | undefined>> {
    const file = fileOf(key);
    const bytes = await guarded(file, () => host.files.read(file));
    if (!bytes.ok || !bytes.value) return bytes.ok ? success(undefined) : bytes;
    const document = parseDocument<ContentOf<K>>(bytes.value);
    if ("newer" in document) return failure(documentNewer, { file, version: document.newer });
    if ("content" in document) return success(document);
    const previous = `${file}.previous`;
    const kept = await host.files.read(previous).catch(() => undefined);
    return failure(documentDamaged, { file, why: document.why, ...(kept && { previous }) });
  }

  return {
    folder,
    secrets: fileSecrets(host, `${folder}/secrets`),
    environments: () =>
      guarded(`${folder}/environments`, async () => {
        const names = await host.files.list(`${folder}/environments`);
        return names.filter((name) => name.endsWith(".json")).map((name) => name.slice(0, -".json".length));
      }),
    read,
    async lock(keys, command) {
      const held = new Map<DocumentKey, HeldLock>();
      for (const key of [...new Set(keys)].toSorted((a, b) => order(a) - order(b) || (a < b ? -1 : 1))) {
        const taken = await takeLock(locks, lockName(key), inWords(key), command);
        if (taken.ok) held.set(key, taken.value);
        else {
          await freeAll(locks, held.values());
          return taken;
        }
      }
      return success({ held });
    },
    unlock: (lock) => freeAll(locks, lock.held.values()),
    isLocked: (key) => isHeld(locks, lockName(key)),
    async write(lock, key, before, { lineage, content }) {
      const file = fileOf(key);
      const held = lock.held.get(key);
      invariant(held, `${key} is written without its lock`);
      if (!(await stillHeld(locks, held)))
        return failure(stateUnwritable, { path: file, why: "its lock was broken" });
      const standing = await read(key);
      if (!standing.ok) return standing;
      const [expected, found] = [before?.serial ?? 0, standing.value?.serial ?? 0];
      if (expected !== found) return failure(stateMoved, { file, expected, found });
      const document = { serial: found + 1, lineage, content };
      const written = await guarded(file, async () => {
        await host.files.makeFolder(file.slice(0, file.lastIndexOf("/")), 0o700);
        const bytes = new TextEncoder().encode(printDocument(document));
        await host.files.write(file, bytes, { mode: 0o600, keepPrevious: true });
      });
      return written.ok ? success(document) : written;
    },
  };
}

/** Checks that an environment's document was written beside this mesh's. */
export function sameLineage(
  store: StateStore,
  mesh: Document<ContentOf<"mesh">>,
  key: DocumentKey,
  document: Document<unknown>,
): Result<void> {
  if (document.lineage === mesh.lineage) return success(undefined);
  return failure(foreignDocument, { file: `${store.folder}/${key}.json`, mesh: mesh.content.mesh });
}

function lockName(key: DocumentKey): string {
  return key.replace("/", ".");
}

function inWords(key: DocumentKey): string {
  return key === "mesh" ? "the mesh" : `environment "${key.slice("environments/".length)}"`;
}

/** The mesh's lock is taken first, so that two who want several never wait for each other. */
function order(key: DocumentKey): number {
  return key === "mesh" ? 0 : 1;
}

async function freeAll(locks: LockFolder, held: Iterable<HeldLock>): Promise<Result<void>> {
  const freed = [];
  for (const lock of held) freed.push(await freeLock(locks, lock));
  return freed.find((each) => !each.ok) ?? success(undefined);
}
