import { createHash } from "node:crypto";
import { invariant } from "../../compiler/diagnostics/invariant.ts";
import { documentForm, type DocumentForm } from "./document-form.ts";
import type { Document } from "./documents.ts";

/** A document that could not be read, and why. */
export type Unreadable = { readonly why: string } | { readonly newer: string };

/** A document as text: JSON with a checksum over everything else in it. */
export function printDocument<T>(
  { serial, lineage, content }: Document<T>,
  { version }: Pick<DocumentForm, "version"> = documentForm,
): string {
  const checksum = digest(JSON.stringify({ version, serial, lineage, content }));
  return `${JSON.stringify({ version, serial, lineage, checksum, content }, undefined, 2)}\n`;
}

/**
 * Reads a document back; one of an older version as the version of now says it, so that it is written so the next time. Any byte
 * that is not as it was written is noticed.
 */
export function parseDocument<T>(bytes: Uint8Array, form = documentForm): Document<T> | Unreadable {
  if (bytes.byteLength === 0) return { why: "it is empty" };
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const value: unknown = JSON.parse(text);
    if (!isObject(value)) return { why: "it is no document of meshc's" };
    const { version, serial, lineage, content } = value as Partial<Document<unknown>> & {
      readonly version?: unknown;
    };
    if (typeof version === "number" && version > form.version) return { newer: String(version) };
    if (
      typeof serial !== "number" ||
      typeof lineage !== "string" ||
      !isObject(content) ||
      !isVersion(version)
    ) {
      return { why: "parts of it are missing" };
    }
    if (printDocument({ serial, lineage, content }, { version }) !== text)
      return { why: "its checksum does not fit what stands in it" };
    return { serial, lineage, content: migrated(content, version, form) as T };
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
    return { why: "it ends too early or is no JSON" };
  }
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function isVersion(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1;
}

function migrated(content: object, version: number, { version: last, migrations }: DocumentForm): object {
  let now = content;
  for (let each = version; each < last; each++) {
    const migrate = migrations.get(each);
    invariant(migrate, `nothing brings a document from version ${each} to the next`);
    now = migrate(now);
  }
  return now;
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
