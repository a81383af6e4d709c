import { Ajv2020 } from "ajv/dist/2020.js";
import { load as parse } from "js-yaml";
import { expect, test } from "vitest";
import { editorSchema } from "../../tools/editor-schema.mjs";

const accepts = new Ajv2020({ strict: false }).compile(editorSchema());

const files: readonly (readonly [string, string, boolean])[] = [
  ["an included file", "apiVersion: meshc/v1\ndomains: { d: { owner: t, topic: a } }", true],
  ["an overlay that changes one key", "apiVersion: meshc/v1\nbrokers: { core: { replicas: 3 } }", true],
  ["an overlay that deletes", "apiVersion: meshc/v1\nbrokers: { core: null, edge: { uplink: null } }", true],
  ["an entry that unsets a default", "apiVersion: meshc/v1\ndomains: { d: { delivery: null } }", true],
  [
    "a template",
    "apiVersion: meshc/v1\nbrokers: { 'line-$(n)': { each: [{ n: 1 }], engine: $(e), replicas: $(n), uplink: 'hub-$(n)' } }",
    true,
  ],
  ["a file without its version", "domains: {}", false],
  ["an unknown key", "apiVersion: meshc/v1\nbrokers: { core: { replica: 3 } }", false],
  ["an unknown word", "apiVersion: meshc/v1\nbrokers: { core: { engine: natz } }", false],
  ["a wrong type", "apiVersion: meshc/v1\nbrokers: { core: { replicas: three } }", false],
  ["a malformed name", "apiVersion: meshc/v1\nbrokers: { Core: {} }", false],
  ["a malformed topic", "apiVersion: meshc/v1\ndomains: { d: { topic: a//b } }", false],
];

test.each(files)("%s", (_, text, good) => {
  expect(accepts(parse(text))).toBe(good);
});
