import { suggest } from "../../compiler/diagnostics/suggest.ts";
import { keySchema } from "../../compiler/validate/key-schema.ts";
import { anyName, keyNames } from "./explain-key.ts";

/** A key as it may have been meant, and how many of its words are not as they were written. */
interface Mended {
  readonly words: readonly string[];
  readonly changes: number;
}

/**
 * The key of the manifest that was meant: `brokers.lisners` is mended to `brokers.listeners`, word by word at every
 * level. One word alone may be a key anywhere. `undefined` where nothing is near.
 */
export function nearKey(what: string): string | undefined {
  const mended = mend(what.split("."), []);
  if (mended) return mended.words.join(".");
  return what.includes(".") ? undefined : suggest(what, keyNames());
}

/** Mends words below a place of the schema. Names that the user chooses can be anything, so they stay, or are left out. */
function mend(words: readonly string[], path: readonly string[]): Mended | undefined {
  const [word, ...rest] = words;
  const here = keySchema(path);
  if (word === undefined) return here && { words: [], changes: 0 };
  if (!here) return undefined;
  const near = suggest(word, Object.keys(here.properties ?? {}));
  const isMap = typeof here.additionalProperties === "object";
  return fewestChanges([
    near === undefined ? undefined : after(near, near === word ? 0 : 1, mend(rest, [...path, near])),
    isMap ? mend(words, [...path, anyName]) : undefined,
    isMap && rest.length > 0 ? after(word, 0, mend(rest, [...path, word])) : undefined,
  ]);
}

function after(word: string, changes: number, rest: Mended | undefined): Mended | undefined {
  return rest && { words: [word, ...rest.words], changes: changes + rest.changes };
}

function fewestChanges(found: readonly (Mended | undefined)[]): Mended | undefined {
  const [best] = found.filter((one) => one !== undefined).toSorted((a, b) => a.changes - b.changes);
  return best;
}
