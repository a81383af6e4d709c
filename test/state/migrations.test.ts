import { expect, test } from "vitest";
import { documentForm, type DocumentForm } from "../../deploy/state/document-form.ts";
import { parseDocument, printDocument } from "../../deploy/state/document-text.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A form of a time to come: in its second version things have a list of names, in its third these are in capitals. */
const later: DocumentForm = {
  version: 3,
  migrations: new Map([
    [1, (content) => ({ names: [(content as { name: string }).name] })],
    [2, (content) => ({ names: (content as { names: string[] }).names.map((name) => name.toUpperCase()) })],
  ]),
};
const first = { serial: 4, lineage: "l", content: { name: "acme" } };

test("a document of an older version is read as the version of now says it, and written so", () => {
  const read = parseDocument(bytes(printDocument(first, { version: 1 })), later);
  expect(read).toEqual({ serial: 4, lineage: "l", content: { names: ["ACME"] } });
  if (!("content" in read)) throw new Error("not read");
  const text = printDocument(read, later);
  expect(JSON.parse(text)).toMatchObject({ version: 3 });
  expect(parseDocument(bytes(text), later)).toEqual(read);
});

test("a document of the version between takes the steps that are left", () => {
  const second = { ...first, content: { names: ["acme"] } };
  const read = parseDocument(bytes(printDocument(second, { version: 2 })), later);
  expect(read).toMatchObject({ content: { names: ["ACME"] } });
});

test("a document of an older version that was changed is damaged, not migrated", () => {
  const text = printDocument(first, { version: 1 }).replace("acme", "acne");
  expect(parseDocument(bytes(text), later)).toMatchObject({ why: expect.stringContaining("checksum") });
});

test("what a newer meshc wrote is refused by the one of now", () => {
  const text = printDocument(first, { version: documentForm.version + 1 });
  expect(parseDocument(bytes(text))).toEqual({ newer: String(documentForm.version + 1) });
});

test("there is a step from each version before to the one of now", () => {
  const before = Array.from({ length: documentForm.version - 1 }, (_, index) => index + 1);
  expect([...documentForm.migrations.keys()]).toEqual(before);
});

test.each([0, -1, 0.5, Number.NaN])("a version %s is no version", (version) => {
  expect("content" in parseDocument(bytes(printDocument(first, { version })))).toBe(false);
});
