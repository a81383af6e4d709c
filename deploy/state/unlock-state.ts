import type { Result } from "../../compiler/diagnostics/result.ts";
import { failure } from "../diagnose.ts";
import { notUnlocked } from "./codes.ts";
import { inWords, lockNameOf } from "./document-key.ts";
import type { DocumentKey } from "./documents.ts";
import { guarded } from "./guarded.ts";
import { freeLock, type Holder, holderOf } from "./lock.ts";
import { success } from "../diagnose.ts";
import type { StateStore } from "./state-store.ts";

/**
 * Breaks the lock of an environment, or of the mesh (`mesh`; an environment of that name is `environments/mesh`), whose holder cannot be looked
 * at, and tells who it was. One that lives on this machine keeps it: it can be ended. Whoever held it and lives
 * writes nothing any more.
 */
export async function unlockState(store: StateStore, name: string): Promise<Result<Holder>> {
  const key = keyOf(name);
  const what = inWords(key);
  const { locks } = store;
  const held = await guarded(store.place.whereIs("locks"), async () => {
    const found = await holderOf(locks, lockNameOf(key));
    return found && { ...found, lives: await locks.host.processes.lives(found.holder) };
  });
  if (!held.ok) return held;
  if (!held.value) return failure(notUnlocked, { what, why: "is held by nobody" });
  const { holder, lives } = held.value;
  if (lives === true) {
    const why = `is held by process ${holder.pid} of this machine (\`${holder.command}\`), which runs: end it`;
    return failure(notUnlocked, { what, why });
  }
  const freed = await freeLock(locks, held.value);
  return freed.ok ? success(holder) : freed;
}

function keyOf(name: string): DocumentKey {
  if (name === "mesh") return "mesh";
  return `environments/${name.replace(/^environments\//, "")}`;
}
