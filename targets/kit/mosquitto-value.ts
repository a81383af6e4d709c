import { invariant } from "../../compiler/diagnostics/invariant.ts";
import type { Pattern } from "../../compiler/model/topic.ts";
import type { Encoded } from "./branded.ts";
import { mqttAddress } from "./mqtt-filter.ts";

/**
 * Text of a line of mosquitto.conf, or of the password and ACL files beside it. None of them has quotes or escapes: what
 * a line cannot carry can only be refused.
 */
export type MosquittoValue = Encoded<"mosquitto.conf">;

/** Bytes of a text; the program ends on a longer one, and MQTT's own texts are no longer (MQTT 5.0, 1.5.4). */
const longest = 65_535;
// oxlint-disable-next-line no-control-regex -- the control characters are what has to be refused
const controls = /[\u0000-\u001f\u007f-\u009f]/;
/** Code points that are no characters, and halves of surrogate pairs; as the program, MQTT refuses them in its texts. */
const noCharacters = /\p{Noncharacter_Code_Point}|\p{Surrogate}/u;

/**
 * Why a text cannot be the rest of a line, or `undefined` where it can. Quotes, backslashes, `#`, `$` and blanks inside
 * are taken as they are (2.0.11).
 */
export function refusesMosquittoText(text: string): string | undefined {
  if (text === "") return "is empty, and a line needs a value";
  if (controls.test(text))
    return "has a line break or another control character, which would end or break the line";
  if (text.startsWith(" ") || text.endsWith(" ")) return "begins or ends with a blank, which Mosquitto drops";
  if (noCharacters.test(text)) return "has a code point that is no character";
  if (bytesOf(text) > longest) return `is longer than ${longest} bytes`;
  return undefined;
}

/** The rest of a line; one that the line cannot carry is a fault of the caller. */
export function mosquittoText(text: string): MosquittoValue {
  return encoded(text, refusesMosquittoText(text));
}

/**
 * Why a text cannot be one of several words of a line: words are parted by blanks, what begins with `#` is a comment,
 * and `""` stands for nothing at all.
 */
export function refusesMosquittoWord(text: string): string | undefined {
  if (text.includes(" ")) return "has a blank, at which Mosquitto parts words";
  if (text.startsWith("#") && text !== "#") return "begins with `#`, which begins a comment";
  if (text === '""') return "is what Mosquitto takes for an empty word";
  return refusesMosquittoText(text);
}

/** One of several words of a line. */
export function mosquittoWord(text: string): MosquittoValue {
  return encoded(text, refusesMosquittoWord(text));
}

/**
 * Why a text cannot be a user of the password and ACL files. The password file parts user and hash by `:` and takes a
 * line that begins with `#` for a comment; a user whose name holds `+` or `#` is denied everything (2.0.11).
 */
export function refusesMosquittoUser(name: string): string | undefined {
  if (name.includes(":")) return "has a `:`, at which the password file parts user and hash";
  if (/[+#]/.test(name)) return "has a `+` or `#`: Mosquitto denies such a user everything";
  return refusesMosquittoText(name);
}

/** A user of the password and ACL files. */
export function mosquittoUser(name: string): MosquittoValue {
  return encoded(name, refusesMosquittoUser(name));
}

/**
 * Why a level cannot be one of a topic that Mosquitto holds rights to and links carry. `first` = it is the first. A
 * bridge's list parts its words by blanks; topics that begin with `$` are the broker's (MQTT 5.0, 4.7.2).
 */
export function refusesMqttLevel(level: string, first: boolean): string | undefined {
  if (/[+#]/.test(level)) return "`+` and `#` are wildcards of MQTT";
  if (level === "*" || level === ">") return "it is a wildcard of topic patterns";
  if (level.includes("/")) return "MQTT parts the levels of a topic by `/`";
  if (first && level.startsWith("$")) return "topics that begin with `$` belong to the broker";
  if (level.includes(" ")) return "a bridge's list of topics cannot hold a blank";
  if (level.includes('"')) return "a bridge's list of topics takes quotes for an empty word";
  const why = refusesMosquittoText(level);
  return why === undefined ? undefined : `a level that ${why} cannot stand in Mosquitto's files`;
}

/**
 * A topic pattern as MQTT writes it, where every level is one that Mosquitto's files can carry.
 */
export function mqttFilter(pattern: Pattern): MosquittoValue {
  invariant(pattern.length > 0, "a topic has at least one level");
  for (const [index, level] of pattern.entries()) {
    const wildcard = level === "*" || (level === ">" && index === pattern.length - 1);
    const why = wildcard ? undefined : refusesMqttLevel(level, index === 0);
    if (why !== undefined) invariant(false, `${JSON.stringify(level)} cannot be a level of MQTT: ${why}`);
  }
  const written = mqttAddress(pattern);
  return encoded(written, refusesMosquittoWord(written));
}

function encoded(text: string, why: string | undefined): MosquittoValue {
  if (why !== undefined) invariant(false, `${JSON.stringify(text.slice(0, 80))} ${why}`);
  return text as MosquittoValue;
}

function bytesOf(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}
