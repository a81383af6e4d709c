import type { SecretReference } from "../../compiler/model/workload.ts";
import { invariant } from "../../compiler/diagnostics/invariant.ts";

/** Data as JSON carries it, in which a text may be a secret that is put in later. */
export type SecretJson =
  | string
  | number
  | boolean
  | readonly SecretJson[]
  | { readonly secret: SecretReference }
  | { readonly [key: string]: SecretJson };

/** A part of a printed file. */
export type FilePart = string | SecretReference;

/**
 * Characters that may not stand as they are: in a file, Benthos puts environment variables in the place of `${NAME}`
 * before it parses it (v4.27.0), quotes or not; readers of YAML take the others for line ends or refuse them.
 */
// oxlint-disable-next-line no-control-regex -- U+007F to U+009F are meant
const awkward = /[$\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

/**
 * A configuration of the Benthos family, from data: JSON, which its reader of YAML takes, keys in the order given, two
 * blanks a level, a newline at the end. Where a text is a secret its reference is a part by itself, between quotes: the
 * value has to be of letters, digits, `-` and `_`, as generated ones are. Fields that are interpolated (`${! … }`) are
 * the caller's: nothing of a manifest may stand in one.
 */
export function printBenthos(value: SecretJson): readonly FilePart[] {
  return merged([...printed(value, "\n"), "\n"]);
}

function printed(value: SecretJson, line: string): readonly FilePart[] {
  if (typeof value !== "object") return [text(value)];
  if (isList(value))
    return enclosed(
      "[",
      value.map((item) => printed(item, `${line}  `)),
      "]",
      line,
    );
  if (isSecret(value)) return ['"', value.secret, '"'];
  const entries = Object.entries(value).map(([key, item]) => [
    `${text(key)}: `,
    ...printed(item, `${line}  `),
  ]);
  return enclosed("{", entries, "}", line);
}

function enclosed(open: string, items: readonly (readonly FilePart[])[], close: string, line: string) {
  if (items.length === 0) return [`${open}${close}`];
  const inside = items.flatMap((item, index) => [index === 0 ? `${line}  ` : `,${line}  `, ...item]);
  return [open, ...inside, line, close];
}

function text(value: string | number | boolean): string {
  invariant(typeof value !== "string" || !/\p{Surrogate}/u.test(value), "a text is not well-formed Unicode");
  return JSON.stringify(value).replaceAll(awkward, escaped);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** Neighbouring texts as one. */
function merged(parts: readonly FilePart[]): readonly FilePart[] {
  const result: FilePart[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (typeof part === "string" && typeof last === "string") result[result.length - 1] = last + part;
    else result.push(part);
  }
  return result;
}

function isList(value: SecretJson): value is readonly SecretJson[] {
  return Array.isArray(value);
}

function isSecret(
  value: Exclude<SecretJson, readonly SecretJson[] | string>,
): value is { readonly secret: SecretReference } {
  return typeof value === "object" && "secret" in value && typeof value.secret === "object";
}
