import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import type { Result } from "../../compiler/diagnostics/result.ts";
import { success } from "../diagnose.ts";
import { inParallel } from "../verify/in-parallel.ts";
import { lockNameOf } from "./document-key.ts";
import type { ContentOf, Document, DocumentKey, EnvironmentState } from "./documents.ts";
import { guarded } from "./guarded.ts";
import { type Holder, holderOf } from "./lock.ts";
import type { StateStore } from "./state-store.ts";

/** What is recorded in a store. */
export interface StateListing {
  readonly where: string;
  /** The mesh's document first, then the environments', by name; none where nothing is recorded. */
  readonly documents: readonly ListedDocument[];
}

/** One document of a state. */
export interface ListedDocument {
  readonly key: DocumentKey;
  /** As `meshc state unlock` takes it: the environment's, or `mesh`. */
  readonly name: string;
  /** Absent where it could not be read, or only its lock is there. */
  readonly serial?: number;
  readonly generation?: number;
  /** When it was applied, ISO 8601, and by which version of meshc. */
  readonly applied?: { readonly at: string; readonly compiler: string; readonly underway: boolean };
  readonly runsAt?: EnvironmentState["runsAt"];
  readonly lockedBy?: Holder & {
    /** That process is gone for certain: the next command follows it. */
    readonly isGone: boolean;
  };
  /** Why it cannot be used. */
  readonly problems: readonly Diagnostic[];
}

/** Lists the documents of a store and who holds them; one that is damaged does not hide the others. */
export async function listState(store: StateStore): Promise<Result<StateListing>> {
  const names = await store.environments();
  if (!names.ok) return names;
  const keys: readonly DocumentKey[] = [
    "mesh",
    ...names.value.map((name) => `environments/${name}` as const),
  ];
  const listed = await inParallel(keys, (key) => listDocument(store, key), 8);
  const failed = listed.find(({ ok }) => !ok);
  if (failed && !failed.ok) return failed;
  const documents = listed.flatMap((one) => (one.ok && one.value ? [one.value] : []));
  return success({ where: store.where, documents });
}

async function listDocument(
  store: StateStore,
  key: DocumentKey,
): Promise<Result<ListedDocument | undefined>> {
  const locks = store.place.whereIs("locks");
  const held = await guarded(locks, () => holderOf(store.locks, lockNameOf(key)));
  if (!held.ok) return held;
  const document = await store.read(key);
  if (document.ok && !document.value && !held.value) return success(undefined);
  return success({
    key,
    name: key.replace(/^environments\//, ""),
    ...(document.ok && document.value && shown(document.value)),
    ...(held.value && { lockedBy: { ...held.value.holder, isGone: held.value.isGone } }),
    problems: document.diagnostics,
  });
}

function shown({ serial, content }: Document<ContentOf<DocumentKey>>): Partial<ListedDocument> {
  if (!("generation" in content)) return { serial };
  const { generation, applied, runsAt } = content;
  const { at, compiler, underway } = applied ?? {};
  return {
    serial,
    generation,
    ...(at !== undefined &&
      compiler !== undefined && { applied: { at, compiler, underway: underway !== undefined } }),
    ...(runsAt && { runsAt }),
  };
}
