import { invariant } from "../../compiler/diagnostics/invariant.ts";
import type { Json } from "../../compiler/model/json.ts";
import type { Encoded } from "./branded.ts";

/** A value of nats-server's configuration language, on one line. */
export type NatsValue = Encoded<"nats.conf">;

/** Names that may stand unquoted as keys; inside quotes the server takes a key's backslashes as they are. */
const plainKey = /^[A-Za-z_][A-Za-z0-9_.-]*$/;
/** What most strings are made of: nothing in it is escaped, and all of it has bytes. */
const plain = /^[ !#-[\]-~]*$/;
// oxlint-disable-next-line no-control-regex -- the control characters are what has to be escaped
const special = /["\\\u0000-\u001f\u007f]/g;

/**
 * A string in double quotes. The server's lexer knows `\xHH`, `\t`, `\n`, `\r`, `\"` and `\\` and refuses JSON's
 * other escapes, so bytes below 0x20 and 0x7F become `\xHH` (seen on 2.9 to 2.15). A lone surrogate has no bytes in
 * UTF-8 and must have been refused before.
 */
export function natsString(text: string): NatsValue {
  if (plain.test(text)) return `"${text}"` as NatsValue;
  invariant(isWellFormed(text), "a string for nats.conf is not well-formed Unicode");
  return `"${text.replaceAll(special, escaped)}"` as NatsValue;
}

/** Whether a text has bytes in UTF-8: no half of a surrogate pair stands alone. */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

function escaped(character: string): string {
  if (character === '"' || character === "\\") return `\\${character}`;
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, "0").toUpperCase()}`;
}

/** Plain data: strings quoted, safe integers and booleans bare, lists and maps on one line in the order given. */
export function natsValue(value: Json): NatsValue {
  if (typeof value === "string") return natsString(value);
  if (typeof value === "boolean") return String(value) as NatsValue;
  if (typeof value === "number") {
    invariant(Number.isSafeInteger(value), "a number for nats.conf is not a safe integer");
    return String(value) as NatsValue;
  }
  invariant(value !== null, "nats.conf has no null");
  if (isList(value)) return `[${value.map(natsValue).join(", ")}]` as NatsValue;
  const entries = Object.entries(value).map(([key, item]) => `${natsKey(key)}: ${natsValue(item)}`);
  return (entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`) as NatsValue;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** A key of a map; one that is not a plain word is a fault of the caller. */
export function natsKey(key: string): NatsValue {
  if (!plainKey.test(key)) invariant(false, `${JSON.stringify(key)} cannot be a key of nats.conf`);
  return key as NatsValue;
}
