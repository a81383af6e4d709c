import { expect, test } from "vitest";
import type { Topology } from "../../../compiler/model/topology.ts";
import { inParallel } from "../../../deploy/verify/in-parallel.ts";
import { isSince } from "../../../targets/engines/nats/versions.ts";
import { type Field, fields, judge } from "../../nats/hostile-manifest.ts";
import { hostileStrings } from "../../nats/hostile-strings.ts";
import { type RunningMesh, startMesh } from "../../nats/running-mesh.ts";
import { listen, publish, quiet, settle } from "../../nats/traffic.ts";
import { triedVersions } from "../../nats/tried-versions.ts";

/** Reads the strings back through the running servers: those that are there, in the order asked for. */
type ReadBack = (mesh: RunningMesh, texts: readonly string[]) => Promise<readonly string[]>;

async function varz<T>(mesh: RunningMesh, key: string): Promise<T> {
  return (await mesh.server("core-0").ask("/varz"))[key] as T;
}

/** A few at a time: a server closes connections that took two seconds to log in, as hundreds at once do on a busy machine. */
function eachListening<T>(
  texts: readonly string[],
  open: (text: string, index: number) => Promise<T>,
): Promise<readonly T[]> {
  return inParallel([...texts.entries()], ([index, text]) => open(text, index), 8);
}

/** Each group hears the event as a member of it and of no other. */
const groups: ReadBack = async (mesh, texts) => {
  const members = await eachListening(texts, (text, index) =>
    listen(mesh, `n${index}`, "core-0", "orders.created", text),
  );
  await settle(mesh, { application: "shop", instance: "core-0", subject: "orders.created" }, members);
  const strangers = await eachListening(texts, (text, index) =>
    listen(mesh, `n${index}`, "core-0", "orders.created", `${text}x`),
  );
  await publish(mesh, "shop", "core-0", "orders.created", 1);
  await quiet([...members, ...strangers]);
  return texts.filter(
    (_, index) => members[index]?.texts.length === 1 && strangers[index]?.errors.length === 1,
  );
};

/** The subject of a topic below `orders`: one string may hold several levels. */
function subjectOf(topic: string): string {
  return `orders.${topic.replaceAll("/", ".")}`;
}

/** Each subscriber has the right to its own level, hears what is published there, and nothing else. */
const levels: ReadBack = async (mesh, texts) => {
  const listeners = await eachListening(texts, (text, index) =>
    listen(mesh, `n${index}`, "core-0", subjectOf(text)),
  );
  const shop = await mesh.client("application.shop", "core-0");
  for (const text of texts) shop.publish(subjectOf(text), text);
  await shop.flush();
  await quiet(listeners);
  return texts.filter((text, index) => {
    const { texts: heard = [], subjects = [] } = listeners[index] ?? {};
    return heard.length === 1 && heard[0] === text && subjects[0] === subjectOf(text);
  });
};

/** Each application logs in and has its own inbox, but not that of one whose name goes on. */
const applications: ReadBack = async (mesh, texts) => {
  const read: string[] = [];
  for (const text of texts) {
    const own = await listen(mesh, text, "core-0", `_INBOX_${text}.x`);
    const other = await listen(mesh, text, "core-0", `_INBOX_${text}x.x`);
    if (own.errors.length === 0 && other.errors.length === 1) read.push(text);
  }
  return read;
};

/** Each broker calls itself so, and every other one knows its gateway by that name. */
const brokers: ReadBack = async (mesh, texts) => {
  const read: string[] = [];
  for (const text of texts) {
    const { server_name: name } = await mesh.server(`${text}-0`).ask("/varz");
    const { name: gateway, outbound_gateways: out } = await mesh.server(`${text}-0`).ask("/gatewayz");
    const known = Object.keys(out as object).toSorted();
    const others = texts.filter((other) => other !== text).toSorted();
    if (name === `${text}-0` && gateway === text && JSON.stringify(known) === JSON.stringify(others))
      read.push(text);
  }
  return read;
};

const readBacks: Readonly<Record<string, ReadBack>> = {
  server_tags: async (mesh, texts) => {
    const tags = await varz<readonly string[]>(mesh, "tags");
    return tags.length === texts.length ? texts.filter((text, index) => tags[index] === text) : [];
  },
  "server_metadata value": async (mesh, texts) => {
    const metadata = await varz<Readonly<Record<string, string>>>(mesh, "metadata");
    const sameKeys = Object.keys(metadata).length === texts.length;
    return sameKeys ? texts.filter((text, index) => metadata[`n${index}`] === text) : [];
  },
  "server_metadata key": async (mesh, texts) => {
    const metadata = await varz<Readonly<Record<string, string>>>(mesh, "metadata");
    const sameKeys = Object.keys(metadata).length === texts.length;
    return sameKeys ? texts.filter((text, index) => metadata[text] === `v${index}`) : [];
  },
  "topic level": levels,
  group: groups,
  application: applications,
  broker: brokers,
};

/** Strings that the compiler takes at a place; each other one must be refused at the line where it stands. */
function sort(
  field: Field,
  version: string,
): { accepted: readonly string[]; refused: number; missed: readonly string[] } {
  const accepted: string[] = [];
  const missed: string[] = [];
  let refused = 0;
  for (const text of hostileStrings) {
    const verdict = judge(field.manifest([text], version));
    if (verdict.kind === "accepted") accepted.push(text);
    else if (verdict.where.some((place) => place.text.includes(JSON.stringify(text)))) refused++;
    else missed.push(text);
  }
  return { accepted, refused, missed };
}

async function readBack(
  field: Field,
  topology: Topology,
  version: string,
  texts: readonly string[],
): Promise<readonly string[]> {
  const mesh = await startMesh(topology, version);
  try {
    return (await readBacks[field.name]?.(mesh, texts)) ?? [];
  } finally {
    await mesh.stop();
  }
}

test.each(triedVersions)(
  "NATS %s: a hostile string is refused where it stands, or read back from the server as it was",
  async (version) => {
    let pairs = 0;
    let refusedPairs = 0;
    let readPairs = 0;
    const known = fields.filter((field) => isSince(version, field.since ?? "2.10"));
    for (const field of known) {
      const { accepted, refused, missed } = sort(field, version);
      expect(
        missed.map((text) => text.slice(0, 80)),
        `${field.name}: refused elsewhere`,
      ).toEqual([]);
      pairs += hostileStrings.length;
      refusedPairs += refused;
      if (accepted.length === 0) continue;
      const together = judge(field.manifest(accepted, version));
      if (together.kind !== "accepted")
        throw new Error(`${field.name}: all at once are refused: ${JSON.stringify(together)}`);
      const read = await readBack(field, together.topology, version, accepted);
      expect(
        accepted.filter((text) => !read.includes(text)),
        `${field.name}: not read back`,
      ).toEqual([]);
      readPairs += read.length;
    }
    console.log(
      `NATS ${version}: ${pairs} hostile strings at ${known.length} places: ${refusedPairs} refused where they stand, ${readPairs} read back, ${pairs - refusedPairs - readPairs} missed`,
    );
    expect(refusedPairs + readPairs).toBe(pairs);
  },
);
