import { createPrivateKey, randomBytes } from "node:crypto";

/** A value that must not be found anywhere but where it is kept, in whatever form. */
export interface Planted {
  readonly name: string;
  /** Every form in which it is looked for. */
  readonly needles: readonly string[];
}

/** A random text with letters that most encodings write differently, and its forms. */
export function newCanary(name: string): { readonly text: string; readonly planted: Planted } {
  const text = `planted "${randomBytes(18).toString("base64url")}" & /${randomBytes(6).toString("hex")}+= ü`;
  return { text, planted: { name, needles: formsOf(text) } };
}

/** The number that a private key is about, in all forms; a key file may be written anew, the number stays. */
export function keyNeedles(name: string, pem: string): Planted {
  const { d = "" } = createPrivateKey(pem).export({ format: "jwk" });
  const number = Buffer.from(d, "base64url");
  return {
    name,
    needles: [...base64Forms(number), number.toString("hex"), number.toString("hex").toUpperCase()],
  };
}

function formsOf(text: string): readonly string[] {
  const bytes = Buffer.from(text);
  return [
    text,
    JSON.stringify(text).slice(1, -1),
    encodeURIComponent(text),
    new URLSearchParams({ x: text }).toString().slice(2),
    ...base64Forms(bytes),
    bytes.toString("hex"),
    bytes.toString("hex").toUpperCase(),
    // The part in the middle, which no encoding of text changes.
    /"([^"]+)"/.exec(text)?.[1] ?? text,
  ];
}

/** Base64 of bytes that stand anywhere in what is encoded: by each of three positions, without the letters at the ends. */
function base64Forms(bytes: Buffer): readonly string[] {
  return [0, 1, 2].flatMap((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    const inner = whole.slice(before === 0 ? 0 : 4, -2);
    return [inner, inner.replaceAll("+", "-").replaceAll("/", "_")];
  });
}

/** Which planted values a text holds, as `name in where`. Line breaks, which PEM puts into base64, hide nothing. */
export function hitsIn(where: string, text: string, planted: readonly Planted[]): readonly string[] {
  const joined = text.replaceAll(/\\n|\s/g, "");
  const holds = (needle: string) => text.includes(needle) || joined.includes(needle.replaceAll(/\s/g, ""));
  return planted.flatMap(({ name, needles }) => (needles.some(holds) ? [`${name} in ${where}`] : []));
}
