import type { Result } from "../../compiler/diagnostics/result.ts";
import { failure, success } from "../diagnose.ts";
import type { ByteSource } from "./byte-place.ts";
import { stateElsewhere } from "./codes.ts";
import { entryOf } from "./document-key.ts";
import type { ContentOf, Document, DocumentKey, EnvironmentState, MeshState, Moved } from "./documents.ts";
import { guarded } from "./guarded.ts";
import { readDocument } from "./read-document.ts";
import { manifestIn } from "./read-manifest.ts";
import type { StateReader } from "./state-store.ts";

const suffix = ".json";

/** Where a state is read from, and what people are told to do about it. */
export interface ReadPlace {
  readonly place: ByteSource;
  /** How whoever lost a document begins anew, in words. */
  readonly anew?: string;
}

/** What lies in a place, as it is read without a lock; a state that was moved is an error that says where it is. */
export function readerIn(from: ReadPlace): StateReader {
  const { place } = from;
  return {
    where: place.where,
    whereIs: (key) => place.whereIs(entryOf(key)),
    manifests: { read: (name) => manifestIn(place, name) },
    environments: () =>
      guarded(place.whereIs("environments"), async () => {
        const names = await place.list("environments");
        return names.filter((name) => name.endsWith(suffix)).map((name) => name.slice(0, -suffix.length));
      }),
    async read<K extends DocumentKey>(key: K): Promise<Result<Document<ContentOf<K>> | undefined>> {
      const found = await readDocument(from, key);
      if (!found.ok) return found;
      const document = found.value?.document;
      const moved = document && movedIn(document.content);
      if (!moved) return success(document);
      const { to, underway = false } = moved;
      return failure(stateElsewhere, { where: place.where, to, underway });
    },
  };
}

/** Where a state holds by now, if what is recorded is that of one that was moved. */
function movedIn(content: MeshState | EnvironmentState): Moved | undefined {
  return "moved" in content ? content.moved : undefined;
}
