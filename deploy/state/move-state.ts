import type { Result } from "../../compiler/diagnostics/result.ts";
import { failure, success } from "../diagnose.ts";
import { withMeshLock } from "../up/with-mesh-lock.ts";
import { cannotMove, stateElsewhere } from "./codes.ts";
import { copyState } from "./copy-state.ts";
import { entryOf } from "./document-key.ts";
import { printDocument } from "./document-text.ts";
import type { Document, MeshState } from "./documents.ts";
import { layBytes } from "./lay-bytes.ts";
import { type FoundDocument, readDocument } from "./read-document.ts";
import type { StateStore } from "./state-store.ts";

/** What was moved. */
export interface MovedState {
  /** The store that holds by now, as `state.store` names it. */
  readonly store: string;
  readonly environments: number;
  readonly secrets: number;
  readonly manifests: number;
}

/**
 * Moves a state with its secrets and manifests to another store. Everything is copied there and read back; only then the old
 * store is marked as moved, so that whoever still uses it is told where the state is, and then the new one holds. Cut
 * off before that mark the old one still holds, and the new one says so; in any case the same call goes on. What was copied is left where it was.
 */
export async function moveState(
  from: StateStore,
  to: StateStore,
  command: string,
): Promise<Result<MovedState>> {
  const refuse = (why: string) => failure(cannotMove, { from: from.where, to: to.where, why });
  if (from.where === to.where) return refuse("it lies there");
  return withMeshLock(from, [], command, async () => {
    const found = await readDocument(from, "mesh");
    if (!found.ok) return found;
    if (!found.value) return refuse("nothing is recorded there");
    const { value } = found;
    return withMeshLock(to, [], command, async () => {
      const standing = await mayReplace(value.document, from, to);
      return standing.ok ? carryOver(from, to, value) : standing;
    });
  });
}

/** Whether what lies in the new store may be replaced by this state. */
async function mayReplace(
  mesh: Document<MeshState>,
  from: StateStore,
  to: StateStore,
): Promise<Result<void>> {
  const { moved } = mesh.content;
  const refuse = (why: string) => failure(cannotMove, { from: from.where, to: to.where, why });
  const isHalfDone = moved?.to === storeName(to) && !moved.underway;
  const elsewhere = moved && { where: from.where, to: moved.to, underway: moved.underway ?? false };
  if (elsewhere && !isHalfDone) return failure(stateElsewhere, elsewhere);
  const found = await readDocument(to, "mesh");
  if (!found.ok) return found;
  const there = found.value?.document;
  if (!there) {
    const environments = await to.environments();
    if (!environments.ok) return environments;
    return environments.value.length === 0
      ? success(undefined)
      : refuse("documents without a mesh's lie there");
  }
  const name = JSON.stringify(there.content.mesh);
  if (there.lineage !== mesh.lineage)
    return refuse(`a state of mesh ${name} that began by itself lies there`);
  if (there.content.moved) return success(undefined);
  // It holds there: either the move was done, or somebody copied it.
  return elsewhere ? failure(stateElsewhere, elsewhere) : refuse("another copy of it holds there");
}

async function carryOver(
  from: StateStore,
  to: StateStore,
  { document, version }: FoundDocument<MeshState>,
): Promise<Result<MovedState>> {
  const { moved, ...content } = document.content;
  const store = storeName(to);
  const write = (at: StateStore, next: Document<MeshState>, before?: string): Promise<Result<void>> =>
    layBytes(at.place, entryOf("mesh"), new TextEncoder().encode(printDocument(next)), before);
  const waiting = {
    ...document,
    content: { ...content, moved: { to: storeName(from), underway: true as const } },
  };
  const begun = await write(to, waiting);
  if (!begun.ok) return begun;
  const copied = await copyState(from, to);
  if (!copied.ok) return copied;
  // One serial more: whoever planned with the old store plans again.
  const next = moved ? document : { ...document, serial: document.serial + 1 };
  const marked = await write(from, { ...next, content: { ...content, moved: { to: store } } }, version);
  if (!marked.ok) return marked;
  const done = await write(to, { ...next, content });
  return done.ok ? success({ store, ...copied.value }) : done;
}

/** A store as `state.store` names it. */
function storeName({ where }: StateStore): string {
  return where.startsWith("s3:") ? where : `file:${where}`;
}
