import { createHash } from "node:crypto";

/** The texts that make up a secret, by name. */
export type SecretTexts<K extends string = string> = Readonly<Record<K, string>>;

/** A secret as text: JSON with a checksum over everything else in it. */
export function printSecret(texts: SecretTexts): string {
  return `${JSON.stringify({ ...texts, checksum: checksumOf(texts) })}\n`;
}

/** Reads a secret back; `undefined` where it is not as it was written. Early versions wrote no checksum. */
export function parseSecret<K extends string>(
  bytes: Uint8Array,
  names: readonly K[],
): SecretTexts<K> | undefined {
  const value = parseObject(bytes);
  if (!value) return undefined;
  const { checksum, ...texts } = value;
  if (!hasTexts(texts, names)) return undefined;
  return checksum === undefined || checksum === checksumOf(texts) ? texts : undefined;
}

function parseObject(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function hasTexts<K extends string>(
  value: Readonly<Record<string, unknown>>,
  names: readonly K[],
): value is SecretTexts<K> {
  const isText = (text: unknown): boolean => typeof text === "string" && text !== "";
  return Object.values(value).every(isText) && names.every((name) => name in value);
}

function checksumOf(texts: SecretTexts): string {
  return createHash("sha256").update(JSON.stringify(texts)).digest("hex");
}
