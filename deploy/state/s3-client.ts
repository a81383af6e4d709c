import { createHash } from "node:crypto";
import { diagnose } from "../diagnose.ts";
import type { Host, HttpResponse } from "../host/host.ts";
import { PlaceFailure } from "./byte-place.ts";
import { bucketRefuses, bucketUnreachable } from "./codes.ts";
import type { S3Settings } from "./s3-settings.ts";

/** A request about a bucket. */
export interface S3Request {
  readonly method: "GET" | "PUT" | "DELETE";
  /** Key of an object, or empty for the bucket itself. */
  readonly key: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

/** What a bucket answered. */
export interface S3Answer extends HttpResponse {
  /** Code of the error, where it is one that says so, such as `NoSuchKey`. */
  readonly error?: string;
}

/** Asks a bucket once. Rejects with the system's error where no whole answer came. */
export type S3Client = (request: S3Request) => Promise<S3Answer>;

const milliseconds = 60_000;
const mostBytes = 2 ** 28;

/** Signs requests as AWS's "Signature Version 4" says, with their body, and sends them. */
export function s3Client(host: Host, settings: S3Settings): S3Client {
  let authority: Promise<string> | undefined;
  return async ({ method, key, query = {}, headers = {}, body }) => {
    const { AwsV4Signer } = await import("aws4fetch");
    const path = key.split("/").map(encodeURIComponent).join("/");
    const search = new URLSearchParams(query).toString();
    const url = `${settings.url}/${path}${search && `?${search}`}`;
    const digest = createHash("sha256")
      .update(body ?? new Uint8Array())
      .digest("hex");
    const signed = await new AwsV4Signer({
      ...settings,
      service: "s3",
      method,
      url,
      datetime: host
        .now()
        .toISOString()
        .replace(/[:-]|\.\d{3}/g, ""),
      headers: { ...headers, "x-amz-content-sha256": digest },
    }).sign();
    if (settings.authorityFile) authority ??= readAuthority(host, settings.authorityFile);
    const answer = await host.httpSend(signed.url.toString(), {
      method,
      headers: Object.fromEntries(signed.headers),
      ...(body && { body }),
      ...(authority && { authority: await authority }),
      milliseconds,
      mostBytes,
    });
    const error = answer.status >= 300 ? elementOf(answer, "Code") : undefined;
    return { ...answer, ...(error !== undefined && { error }) };
  };
}

/** Text of the first element of a name in an answer that is XML. */
export function elementOf({ body }: HttpResponse, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(new TextDecoder().decode(body))?.[1];
}

/** That a server refuses what was asked, as an error that says what it said. */
export function refusal(where: string, answer: S3Answer): PlaceFailure {
  const { status, error } = answer;
  const text = elementOf(answer, "Message");
  const said = [error, text].filter((part) => part !== undefined).join(": ");
  return new PlaceFailure(diagnose(bucketRefuses, { where, status, said }));
}

/** That no answer, or none that is worth anything, came from a server. */
export function unreachable(where: string, why: string): PlaceFailure {
  return new PlaceFailure(diagnose(bucketUnreachable, { where, why }));
}

async function readAuthority({ files }: Host, path: string): Promise<string> {
  const bytes = await files.read(path);
  if (!bytes) throw unreachable(path, "AWS_CA_BUNDLE names this file, which is not there");
  return new TextDecoder().decode(bytes);
}
