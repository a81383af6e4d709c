import { analyze } from "../../compiler/compile.ts";
import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import type { ReadTerms } from "../../compiler/model/mesh.ts";
import { printPattern } from "../../compiler/model/topic.ts";
import type { ListedTopic, Topology } from "../../compiler/model/topology.ts";
import type { FolderEntry, SourceReader } from "../../compiler/source/source-reader.ts";
import { engines } from "../../targets/engines/index.ts";
import { today } from "./abstract-mesh.ts";
import type { ManifestFiles } from "./to-manifest.ts";
import { overlay } from "./to-manifest.ts";
import { patternExpression } from "./topics.ts";
import type { DecidedFlow, DecidedLink, DecidedRight, DecidedStorage } from "./verdict.ts";

/** What the compiler says of a manifest, in the oracle's words. */
export interface Compiled {
  readonly diagnostics: readonly Diagnostic[];
  /** Absent where there are errors. */
  readonly result?: {
    readonly links: readonly (Omit<DecidedLink, "kind"> & { readonly kind: string })[];
    readonly flows: readonly DecidedFlow[];
    readonly listeners: readonly string[];
    readonly protocols: readonly (readonly [identity: string, protocol: string])[];
    /** What links that are given a list have in it, tried on the given topics. */
    readonly listedOn: (topics: readonly string[]) => readonly ListedOn[];
    /** What links read of streams, at each target, tried on the given topics. */
    readonly broughtOn: (topics: readonly string[]) => readonly BroughtOn[];
    /** Its rights, tried on the given topics one by one. */
    readonly rightsOn: (topics: readonly string[]) => readonly DecidedRight[];
    /** What is stored; its durables tried on the given topics as rights are. */
    readonly storageOn: (topics: readonly string[]) => DecidedStorage;
  };
}

/** The topics that a link is given, among those that were tried. */
export interface ListedOn {
  readonly link: string;
  readonly up: ReadonlySet<string>;
  readonly down: ReadonlySet<string>;
}

/** What a link reads of a stream at one of its targets, among the topics that were tried. */
export interface BroughtOn {
  readonly link: string;
  readonly target: string;
  /** `stream name at home` */
  readonly place: string;
  readonly topics: ReadonlySet<string>;
}

/** Runs the compiler, up to its proofs, on files that are only in memory. */
export function runCompiler(files: ManifestFiles): Compiled {
  const options = { overlays: overlay in files ? [overlay] : [], today, mode: "deploy", engines } as const;
  const analysis = analyze("mesh.yaml", readerOf(files), options);
  if (!analysis.ok) return { diagnostics: analysis.diagnostics };
  const { topology } = analysis.value;
  const flows = topology.flows.map(({ event, publisher, subscriber, path, stored }) => ({
    event: `${event.domain}.${event.name}`,
    publisher: publisher.name,
    subscriber: subscriber.name,
    path,
    ...(stored && { home: stored.home }),
  }));
  const links = topology.links.map(({ name, kind, from, to, standby }) => ({
    name,
    kind: kind.name,
    ends: [from, to, ...standby],
  }));
  const result = {
    links,
    flows,
    listeners: listenersOf(topology),
    protocols: topology.identities.map(({ name, protocol }) => [name, protocol] as const),
    listedOn: (topics: readonly string[]) => listedOn(topology, topics),
    broughtOn: (topics: readonly string[]) => broughtOn(topology, topics),
    rightsOn: (topics: readonly string[]) => rightsOn(topology, topics),
    storageOn: (topics: readonly string[]) => storageOn(topology, topics),
  };
  return { diagnostics: analysis.diagnostics, result };
}

/** Where instances of one broker find each other is left out. */
function listenersOf({ brokers }: Topology): readonly string[] {
  return [...brokers].flatMap(([name, { listeners }]) =>
    [...listeners.keys()]
      .filter((listener) => listener !== "cluster")
      .map((listener) => `${name} ${listener}`),
  );
}

function listedOn({ links }: Topology, topics: readonly string[]): readonly ListedOn[] {
  const tried = (listed: readonly ListedTopic[]) => {
    const expressions = listed.map(({ pattern }) => patternExpression(printPattern(pattern)));
    return new Set(topics.filter((topic) => expressions.some((expression) => expression.test(topic))));
  };
  return links.flatMap(({ name, listed }) =>
    listed ? [{ link: name, up: tried(listed.up), down: tried(listed.down) }] : [],
  );
}

function broughtOn({ identities }: Topology, topics: readonly string[]): readonly BroughtOn[] {
  return identities.flatMap(({ uses }) =>
    [...uses].flatMap(([target, { brings = [] }]) =>
      brings.map(({ name, link, stream, home, patterns }) => {
        const expressions = patterns.map((pattern) => patternExpression(printPattern(pattern)));
        const read = topics.filter((topic) => expressions.some((expression) => expression.test(topic)));
        return { link, target, place: `${stream} ${name} at ${home}`, topics: new Set(read) };
      }),
    ),
  );
}

function rightsOn(topology: Topology, topics: readonly string[]): readonly DecidedRight[] {
  const rights = new Map<string, DecidedRight & { readonly topics: Set<string> }>();
  for (const { name, at } of topology.identities) {
    for (const [broker, grants] of at) {
      for (const { action, pattern, group = "" } of grants) {
        const key = `${name} ${broker} ${action} ${group}`;
        const right = rights.get(key) ?? { identity: name, broker, action, group, topics: new Set<string>() };
        rights.set(key, right);
        const expression = patternExpression(printPattern(pattern));
        for (const topic of topics) if (expression.test(topic)) right.topics.add(topic);
      }
    }
  }
  return [...rights.values()];
}

function storageOn(topology: Topology, topics: readonly string[]): DecidedStorage {
  const streams = topology.streams.map(({ name, events, home, retention, replicas }) => ({
    name,
    events: events.map((event) => `${event.domain}.${event.name}`),
    home,
    replicas,
    kept: {
      ...(retention.ageMilliseconds !== undefined && { milliseconds: retention.ageMilliseconds }),
      ...(retention.bytes !== undefined && { bytes: retention.bytes }),
      ...(retention.messages !== undefined && { messages: retention.messages }),
    },
  }));
  const sources = topology.sources.map(({ stream, events, ...source }) => ({
    ...source,
    stream: stream.name,
    events: events.map((event) => `${event.domain}.${event.name}`),
  }));
  const mirrors = topology.mirrors.map(({ stream, ...mirror }) => ({ ...mirror, stream: stream.name }));
  const durables = topology.durables.map((durable) => {
    const { name, stream, mirror, edge, patterns, applications, inOrder = false } = durable;
    const expressions = patterns.map((pattern) => patternExpression(printPattern(pattern)));
    const read = topics.filter((topic) => expressions.some((expression) => expression.test(topic)));
    const events = durable.events.map((event) => `${event.domain}.${event.name}`);
    const terms = durable.terms ? termsInWords(durable.terms) : "";
    const kept = {
      name,
      stream,
      ...(mirror !== undefined && { mirror }),
      ...(edge !== undefined && { edge }),
    };
    return { ...kept, applications, events, topics: new Set(read), terms, isInOrder: inOrder };
  });
  const storing = [...topology.brokers].flatMap(([name, node]) => (node.storing === "events" ? [name] : []));
  return { streams, sources, mirrors, durables, storedUses: usesOf(topology), storing };
}

function termsInWords({ maxDeliver = Infinity, backoff, deadLetter }: ReadTerms): string {
  return `${maxDeliver} times after ${backoff?.join(" ") ?? "usual"}${deadLetter ? ", told" : ""}`;
}

function usesOf({ identities }: Topology): DecidedStorage["storedUses"] {
  return identities
    .flatMap(({ name, uses }) =>
      [...uses].map(([broker, { answered, reads, sources, mirrors, brings = [] }]) => ({
        identity: name,
        broker,
        answered,
        reads: reads.map((durable) => `${durable.stream} ${durable.name}`),
        sources: sources.map((source) => source.name),
        mirrors: mirrors.map((mirror) => mirror.name),
        brings: brings.map(({ stream, name: durable, home }) => `${stream} ${durable} at ${home}`).toSorted(),
      })),
    )
    .filter(
      ({ answered, reads, sources, mirrors, brings }) =>
        [...answered, ...reads, ...sources, ...mirrors, ...brings].length > 0,
    );
}

function readerOf(files: ManifestFiles): SourceReader {
  const read: SourceReader["read"] = (name) => {
    const text = files[name];
    return text === undefined ? { kind: "missing" } : { kind: "ok", bytes: new TextEncoder().encode(text) };
  };
  const list = (folder: string): readonly FolderEntry[] => {
    const prefix = folder === "" ? "" : `${folder}/`;
    const below = Object.keys(files).filter((name) => name.startsWith(prefix));
    const heads = new Set(below.map((name) => name.slice(prefix.length).split("/")[0] ?? ""));
    return [...heads].map((name) => ({ name, kind: `${prefix}${name}` in files ? "file" : "folder" }));
  };
  return { read, readNamed: read, nameOf: (path) => path, list };
}
