import { createHash } from "node:crypto";
import type { Document } from "./documents.ts";

/** Version of the documents' form. */
const version = 1;

/** A document that could not be read, and why. */
export type Unreadable = { readonly why: string } | { readonly newer: string };

/** A document as text: JSON with a checksum over everything else in it. */
export function printDocument<T>({ serial, lineage, content }: Document<T>): string {
  const checksum = digest(JSON.stringify({ version, serial, lineage, content }));
  return `${JSON.stringify({ version, serial, lineage, checksum, content }, undefined, 2)}\n`;
}

/** Reads a document back. Any byte that is not as it was written is noticed. */
export function parseDocument<T>(bytes: Uint8Array): Document<T> | Unreadable {
  if (bytes.byteLength === 0) return { why: "it is empty" };
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) return { why: "it is no document of meshc's" };
    const found = value as Partial<Document<T>> & { readonly version?: unknown };
    if (typeof found.version === "number" && found.version > version) return { newer: String(found.version) };
    const { serial, lineage, content } = found;
    if (typeof serial !== "number" || typeof lineage !== "string" || typeof content !== "object") {
      return { why: "parts of it are missing" };
    }
    const document: Document<T> = { serial, lineage, content };
    return printDocument(document) === text
      ? document
      : { why: "its checksum does not fit what stands in it" };
  } catch {
    return { why: "it ends too early or is no JSON" };
  }
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
