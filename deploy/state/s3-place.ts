import { diagnose } from "../diagnose.ts";
import type { Host } from "../host/host.ts";
import { type BytePlace, PlaceFailure, type Stored, type Version } from "./byte-place.ts";
import { conditionsIgnored } from "./codes.ts";
import { attempts } from "./s3-attempts.ts";
import { listObjects } from "./s3-list.ts";
import { refusal, type S3Answer, s3Client, type S3Request } from "./s3-client.ts";
import type { S3Settings } from "./s3-settings.ts";

/** What asks for a condition on a write, as S3's guide "Conditional writes" says. */
type Condition = { readonly "if-none-match": "*" } | { readonly "if-match": Version };

/** An ETag that no object has. */
const noVersion = '"00000000000000000000000000000000"';

/**
 * A place in a bucket of a server that speaks S3's protocol. Whether it honours conditional writes is tried at the
 * first thing that is created, before anybody relies on it: a server that ignores them would let two hold the same lock.
 */
export function s3Place(host: Host, settings: S3Settings): BytePlace {
  const { where, prefix } = settings;
  const way = { host, client: s3Client(host, settings), where };
  let isTried = false;

  /** An answer that is taken whatever it says; a server that fails is an error. */
  const ask = async (request: S3Request): Promise<S3Answer> => {
    const outcome = await attempts(way, request, (answer) => ({ done: answer }));
    if ("failed" in outcome) throw outcome.failed;
    return outcome.done;
  };
  const read = async (name: string): Promise<Stored | undefined> => {
    const answer = await ask({ method: "GET", key: prefix + name });
    if (answer.status === 404 && answer.error === "NoSuchKey") return undefined;
    return { bytes: answer.body, version: versionOf(where, answer) };
  };
  const put = async (name: string, body: Uint8Array, headers: Condition): Promise<Version | undefined> => {
    const ours = async (): Promise<Version | undefined> => {
      const found = await read(name);
      return found && Buffer.from(found.bytes).equals(body) ? found.version : undefined;
    };
    let attempted = 0;
    const request: S3Request = { method: "PUT", key: prefix + name, headers: { ...headers }, body };
    const counted: typeof way = { ...way, client: (asked) => (attempted++, way.client(asked)) };
    const outcome = await attempts(counted, request, async (answer) => {
      if (answer.status === 409) return "again";
      if (answer.status !== 412 && answer.error !== "NoSuchKey") return { done: versionOf(where, answer) };
      // An attempt before may have reached the server, though no answer came.
      return { done: attempted > 1 ? await ours() : undefined };
    });
    if ("done" in outcome) return outcome.done;
    const landed = await ours().catch(() => undefined);
    if (landed === undefined) throw outcome.failed;
    return landed;
  };
  const tryConditions = async (name: string, body: Uint8Array): Promise<void> => {
    for (const headers of [{ "if-none-match": "*" }, { "if-match": noVersion }] as const) {
      const { status } = await ask({ method: "PUT", key: prefix + name, headers, body });
      if (status === 412 || status === 409) continue;
      await ask({ method: "DELETE", key: prefix + name });
      throw new PlaceFailure(diagnose(conditionsIgnored, { where, header: Object.keys(headers)[0] ?? "" }));
    }
    isTried = true;
  };

  return {
    where,
    whereIs: (name) => (name === "" ? where : `${where}/${name}`),
    isOfThisMachine: false,
    read,
    async create(name, bytes) {
      const version = await put(name, bytes, { "if-none-match": "*" });
      if (version !== undefined && !isTried) await tryConditions(name, bytes);
      return version;
    },
    replace: (name, bytes, before) => put(name, bytes, { "if-match": before }),
    async write(name, body) {
      versionOf(where, await ask({ method: "PUT", key: prefix + name, body }));
    },
    list: (folder) => listObjects(ask, where, `${prefix}${folder}/`),
    async remove(name) {
      const answer = await ask({ method: "DELETE", key: prefix + name });
      if (answer.status >= 300 && answer.error !== "NoSuchKey") throw refusal(where, answer);
    },
  };
}

/** The version that an answer gives; one that refuses, or gives none, is an error. */
function versionOf(where: string, answer: S3Answer): Version {
  const { etag } = answer.headers;
  if (answer.status !== 200 || etag === undefined || etag === "") throw refusal(where, answer);
  return etag;
}
