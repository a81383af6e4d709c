import { positionAt } from "../../compiler/source/source-file.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import { analyzeText } from "../harness/analyze-text.ts";

type Tree = { readonly [key: string]: unknown };

/** A place of a manifest from which a string reaches the files of a server. */
export interface Field {
  readonly name: string;
  /** First minor version that knows it; absent = all. */
  readonly since?: string;
  /** A manifest with strings at that place, each in an entry of its own. */
  manifest(texts: readonly string[], version: string): Tree;
}

function manifestWith(keys: Tree): Tree {
  return {
    apiVersion: "meshc/v1",
    mesh: { name: "small" },
    environments: { here: { platform: "local" } },
    ...keys,
  };
}

function brokerWith(settings: Tree, version: string): Tree {
  return manifestWith({ brokers: { core: { environment: "here", engine: "nats", version, settings } } });
}

function named<T>(texts: readonly string[], make: (text: string, index: number) => T): Record<string, T> {
  return Object.fromEntries(texts.map((text, index) => [`n${index}`, make(text, index)]));
}

const meshOf = (version: string) => ({
  teams: { team: {} },
  brokers: { core: { environment: "here", engine: "nats", version } },
});

/** Every free place: settings of any text, and all names and topic levels that a manifest may choose. */
export const fields: readonly Field[] = [
  { name: "server_tags", manifest: (texts, version) => brokerWith({ server_tags: texts }, version) },
  {
    name: "server_metadata value",
    since: "2.12",
    manifest: (texts, version) => brokerWith({ server_metadata: named(texts, (text) => text) }, version),
  },
  {
    name: "server_metadata key",
    since: "2.12",
    manifest: (texts, version) =>
      brokerWith({ server_metadata: keyed(texts, (index) => `v${index}`) }, version),
  },
  {
    name: "setting",
    manifest: (texts, version) =>
      brokerWith(
        keyed(texts, () => 1),
        version,
      ),
  },
  {
    name: "setting value",
    manifest: (texts, version) => brokerWith({ ping_interval: texts[0], write_timeout: texts[0] }, version),
  },
  {
    name: "topic level",
    manifest: (texts, version) =>
      manifestWith({
        ...meshOf(version),
        domains: {
          orders: { owner: "team", topic: "orders", events: named(texts, (text) => ({ topic: text })) },
        },
        applications: {
          shop: { team: "team", broker: "core", publish: ["orders.*"] },
          ...named(texts, (_, index) => ({ team: "team", broker: "core", subscribe: [`orders.n${index}`] })),
        },
      }),
  },
  {
    name: "group",
    manifest: (texts, version) =>
      manifestWith({
        ...meshOf(version),
        domains: { orders: { owner: "team", topic: "orders", events: { created: {} } } },
        applications: {
          shop: { team: "team", broker: "core", publish: ["orders.created"] },
          ...named(texts, (group) => ({
            team: "team",
            broker: "core",
            subscribe: ["orders.created"],
            group,
          })),
        },
      }),
  },
  {
    name: "application",
    manifest: (texts, version) =>
      manifestWith({
        ...meshOf(version),
        domains: { orders: { owner: "team", topic: "orders", events: { created: {} } } },
        applications: keyed(texts, () => ({
          team: "team",
          broker: "core",
          publish: ["orders.created"],
          subscribe: ["orders.created"],
        })),
      }),
  },
  {
    name: "broker",
    manifest: (texts, version) =>
      manifestWith({ brokers: keyed(texts, () => ({ environment: "here", engine: "nats", version })) }),
  },
];

function keyed(texts: readonly string[], make: (index: number) => unknown): Tree {
  const entries = texts.map((text, index) => `${JSON.stringify(text)}: ${JSON.stringify(make(index))}`);
  // Through text, since `__proto__` is a key there like any other.
  return JSON.parse(`{ ${entries.join(", ")} }`) as Tree;
}

/** What became of a manifest with hostile strings. */
export type Verdict =
  | { readonly kind: "accepted"; readonly topology: Topology }
  | { readonly kind: "refused"; readonly where: readonly { readonly line: number; readonly text: string }[] };

/** Analyzes it as `up` does. Each diagnostic of an error gives its line and the text of that line. */
export function judge(tree: Tree): Verdict {
  const text = JSON.stringify(tree, undefined, 2);
  const result = analyzeText(text, { mode: "up" });
  if (result.ok) return { kind: "accepted", topology: result.value.topology };
  const lines = text.split("\n");
  const errors = result.diagnostics.filter(({ severity }) => severity === "error");
  const where = errors.map(({ at }) => {
    const line = at ? positionAt(at.file, at.start).line : 0;
    return { line, text: lines[line - 1] ?? "" };
  });
  return { kind: "refused", where };
}
