import type { Result } from "../../compiler/diagnostics/result.ts";
import { failure, success } from "../diagnose.ts";
import { notUnlocked } from "./codes.ts";
import { inWords } from "./document-key.ts";
import type { DocumentKey, EnvironmentState } from "./documents.ts";
import type { StateStore } from "./state-store.ts";

/**
 * Forgets on which machine the processes of an environment run, where that machine is gone for good, and tells which it
 * was. What still runs there is nobody's then.
 */
export async function releaseState(
  store: StateStore,
  environment: string,
  command: string,
): Promise<Result<NonNullable<EnvironmentState["runsAt"]>>> {
  const key: DocumentKey = `environments/${environment}`;
  const lock = await store.lock([key], command);
  if (!lock.ok) return lock;
  try {
    const before = await store.read(key);
    if (!before.ok) return before;
    const { runsAt, ...content } = before.value?.content ?? {};
    if (!before.value || !runsAt) return failure(notUnlocked, { what: inWords(key), why: "runs nowhere" });
    const { lineage } = before.value;
    const next = { lineage, content: content as EnvironmentState };
    const written = await store.write(lock.value, key, before.value, next);
    return written.ok ? success(runsAt) : written;
  } finally {
    await store.unlock(lock.value);
  }
}
