import { readdirSync, readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";

interface Schema {
  readonly $id?: string;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly propertyNames?: Schema;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly pattern?: string;
  readonly maxLength?: number;
  readonly enum?: readonly string[];
  readonly examples?: readonly unknown[];
  readonly "x-words"?: string;
}

const folder = new URL("../../schema/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
const schemas = new Map(files.map((name) => [name, read(name)]));

function read(name: string): Schema {
  return JSON.parse(readFileSync(new URL(name, folder), "utf8")) as Schema;
}

/** Every schema within the files, with where it stands and the file that its references are relative to. */
function* walk(schema: Schema, at: string, file: string): Generator<readonly [string, Schema, string]> {
  yield [at, schema, file];
  for (const [name, inner] of Object.entries(schema.$defs ?? {})) yield* walk(inner, `${at}#${name}`, file);
  for (const [name, inner] of Object.entries(schema.properties ?? {}))
    yield* walk(inner, `${at}/${name}`, file);
  if (typeof schema.additionalProperties === "object")
    yield* walk(schema.additionalProperties, `${at}/*`, file);
  if (schema.propertyNames) yield* walk(schema.propertyNames, `${at}/(key)`, file);
  if (schema.items) yield* walk(schema.items, `${at}/[]`, file);
}

function followed(schema: Schema, file: string): Schema {
  if (schema.$ref === undefined) return schema;
  const [target, pointer = ""] = schema.$ref.split("#");
  const whole = schemas.get(target || file);
  const found = pointer ? whole?.$defs?.[pointer.split("/").at(-1) ?? ""] : whole;
  if (!found) throw new Error(`${file}: nothing at ${schema.$ref}`);
  return { ...followed(found, target || file), ...schema };
}

const all = [...schemas].flatMap(([file, schema]) => [...walk(schema, file, file)]);
const values = all.filter(([at]) => !at.endsWith("(key)"));
const patterns = all.filter(([, schema]) => schema.pattern !== undefined);

test("there are schemas for every top-level key", () => {
  expect([...schemas.keys()].toSorted()).toEqual(
    [
      "applications",
      "brokers",
      "common",
      "connectors",
      "defaults",
      "domains",
      "environments",
      "links",
      "manifest",
      "policies",
      "state",
      "teams",
    ].map((name) => `${name}.json`),
  );
});

test("every key, entry and definition has a description that is a sentence", () => {
  const bare = values.filter(
    ([, schema, file]) => !/^[^ ].*[.)`]$/s.test(followed(schema, file).description ?? ""),
  );
  expect(bare.map(([at]) => at)).toEqual([]);
});

test("every definition has a title, which headings and links are made of", () => {
  const bare = all.filter(([at, schema]) => /#\w+$/.test(at) && schema.title === undefined);
  expect(bare.map(([at]) => at)).toEqual([]);
});

test("every map says which keys it takes", () => {
  const open = all.filter(
    ([, { $ref, type, additionalProperties }]) =>
      !$ref && [type].flat().includes("object") && additionalProperties === undefined,
  );
  expect(open.map(([at]) => at)).toEqual([]);
});

test("every required key is one of the map's keys", () => {
  const strange = all.flatMap(([at, schema, file]) => {
    const known = Object.keys(followed(schema, file).properties ?? {});
    return (schema.required ?? []).filter((key) => !known.includes(key)).map((key) => `${at}/${key}`);
  });
  expect(strange).toEqual([]);
});

test("every pattern is anchored, bounded, and said in words", () => {
  const bad = patterns.filter(
    ([, { pattern = "", maxLength, "x-words": words }]) =>
      !pattern.startsWith("^") || maxLength === undefined || !words,
  );
  expect(bad.map(([at]) => at)).toEqual([]);
});

const attacks = ["a", "-", "a-", "/", "a/", "1", "1m", ".", "*/", "{a}/", " ", "é", "a.", "::"];

test("no pattern takes long, whatever the text", () => {
  const slow = patterns.filter(([, { pattern = "" }]) => {
    const expression = new RegExp(pattern, "u");
    return attacks.some((attack) => {
      const text = `${attack.repeat(20_000)}\n`;
      const start = performance.now();
      expression.test(text);
      expression.test(`a${text}`);
      return performance.now() - start > 100;
    });
  });
  expect(slow.map(([at]) => at)).toEqual([]);
});

test("every example is accepted by the schema that it stands in", () => {
  const ajv = new Ajv2020({ schemas: [...schemas.values()], strict: false, allErrors: true });
  const wrong = all.flatMap(([at, schema, file]) => {
    const { $defs: _, $id: _id, ...here } = schema;
    const absolute = JSON.stringify(here).replaceAll('"$ref":"#', `"$ref":"${file}#`);
    const check = ajv.compile(JSON.parse(absolute) as object);
    return (schema.examples ?? []).filter((example) => !check(example)).map((example) => [at, example]);
  });
  expect(wrong).toEqual([]);
});

/** Every key of the language, by the map that it stands in. */
const language: Readonly<Record<string, string>> = {
  "manifest.json":
    "apiVersion mesh state include environments brokers domains applications connectors links policies teams defaults",
  "manifest.json#mesh": "name description",
  "teams.json#team": "description contact labels",
  "environments.json#environment":
    "platform deploy region labels residency dialable kubernetes pulumi cloud machines hosts each renamedFrom protect",
  "environments.json#kubernetes":
    "context namespace storageClass serviceMesh imageRegistry imagePullSecrets nodeSelector tolerations annotations",
  "environments.json#pulumi": "project stack backend secretsProvider",
  "environments.json#cloud": "provider account network",
  "environments.json#machine": "type zone disk image",
  "environments.json#host": "address publicAddress ssh labels",
  "environments.json#ssh": "user port identityFile knownHostsFile",
  "brokers.json#broker":
    "environment engine version managed endpoints credentials provision runtime replicas hosts address role uplink storage resources listeners tls settings each renamedFrom protect",
  "brokers.json#runtime": "binary podman",
  "brokers.json#binary": "url path sha256",
  "brokers.json#podman": "image",
  "brokers.json#listeners":
    "nats mqtt amqp kafka websocket management metrics cluster gateway leafnode distribution controller",
  "brokers.json#listener": "port expose external",
  "brokers.json#external": "address port",
  "brokers.json#tls": "mode certificates",
  "brokers.json#certificates": "cert key ca",
  "domains.json#domain":
    "owner topic events delivery order duplicates retention home share residency classification offline compatibility renamedFrom protect",
  "domains.json#event":
    "topic schema contentType key description rate size split delivery order duplicates retention home share residency classification offline compatibility renamedFrom protect",
  "domains.json#retention": "age size messages",
  "domains.json#share": "subscribe publish",
  "applications.json#application":
    "team broker protocol publish subscribe group durable instances credentials each renamedFrom protect",
  "applications.json#reference": "event where",
  "applications.json#subscription": "event where deadLetter maxDeliver backoff",
  "applications.json#applicationCredentials": "kubernetes file",
  "connectors.json#connector":
    "broker engine source sink publish subscribe settings secrets renamedFrom protect",
  "links.json#link": "between via cost latency bandwidth domains encrypted each renamedFrom protect",
  "policies.json#policy":
    "scope severity except survive maxHops maxLatency assume forbid encryptInTransit requireSchema requireContact maxRetention renamedFrom protect",
  "policies.json#survive": "failures of",
  "policies.json#forbid": "classification residency action",
  "policies.json#scope": "domains environments teams applications",
  "policies.json#exception": "domains environments teams applications why until",
  "defaults.json": "environments brokers domains applications",
  "state.json": "store secrets",
  "state.json/secrets": "age",
  "common.json#secret": "ref",
};

test.each(Object.entries(language))("%s has the keys of the language", (at, keys) => {
  const schema = all.find(([place]) => place === at)?.[1];
  expect(Object.keys(schema?.properties ?? {})).toEqual(expect.arrayContaining(keys.split(" ")));
});

test("defaults take what entries take", () => {
  const sections = schemas.get("defaults.json")?.properties ?? {};
  for (const [section, schema] of Object.entries(sections)) {
    const entry = schemas.get(`${section}.json`)?.additionalProperties;
    expect(typeof entry === "object" && followed(entry, `${section}.json`).properties).toEqual(
      followed(schema, "defaults.json").properties,
    );
  }
});
