import type { Result } from "../../compiler/diagnostics/result.ts";
import { documentDamaged, documentNewer } from "../codes.ts";
import { failure, success } from "../diagnose.ts";
import type { ByteSource, Version } from "./byte-place.ts";
import { entryOf } from "./document-key.ts";
import { parseDocument } from "./document-text.ts";
import type { ContentOf, Document, DocumentKey } from "./documents.ts";
import { guarded } from "./guarded.ts";

/** A document, and which bytes of it lie there. */
export interface FoundDocument<T> {
  readonly document: Document<T>;
  readonly version: Version;
}

/**
 * Reads a document of a place; `undefined` where none was ever written, an error where it is damaged. `anew` says how
 * whoever has no copy begins anew.
 */
export async function readDocument<K extends DocumentKey>(
  { place, anew }: { readonly place: ByteSource; readonly anew?: string },
  key: K,
): Promise<Result<FoundDocument<ContentOf<K>> | undefined>> {
  const entry = entryOf(key);
  const file = place.whereIs(entry);
  const stored = await guarded(file, () => place.read(entry));
  if (!stored.ok || !stored.value) return stored.ok ? success(undefined) : stored;
  const document = parseDocument<ContentOf<K>>(stored.value.bytes);
  if ("newer" in document) return failure(documentNewer, { file, version: document.newer });
  if ("content" in document) return success({ document, version: stored.value.version });
  const previous = await keptBefore(place, entry);
  return failure(documentDamaged, {
    file,
    why: document.why,
    ...(previous && { previous }),
    ...(anew && { anew }),
  });
}

async function keptBefore(place: ByteSource, entry: string): Promise<string | undefined> {
  const name = place.previous?.(entry);
  if (name === undefined) return undefined;
  const kept = await place.read(name).catch(() => undefined);
  return kept && place.whereIs(name);
}
