import { createHash } from "node:crypto";
import type { Host, HttpRequest, HttpResponse } from "../../deploy/host/host.ts";
import { nodeHost } from "../../deploy/host/node-host.ts";

/** What a test says of a request before the bucket sees it: an answer, an error, or nothing. */
export type Interference = (
  request: HttpRequest & { readonly url: string; readonly number: number },
) => Partial<HttpResponse> | Error | undefined;

/** The variables that reach a bucket of tests. */
export const bucketVariables = {
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "secret",
  AWS_ENDPOINT_URL_S3: "http://127.0.0.1:9",
} as const;

/** An S3 error as servers send it. */
export function s3Error(status: number, code: string, message = ""): HttpResponse {
  const text = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return { status, headers: {}, body: new TextEncoder().encode(text) };
}

/**
 * A host whose HTTP leads to a bucket in memory that keeps the conditions it is told to honour, and that never waits. Live tests ask
 * a real server.
 */
export function bucketHost(
  interfere: Interference = () => undefined,
  honours: readonly string[] = ["if-match", "if-none-match"],
) {
  const objects = new Map<string, Uint8Array>();
  const requests: string[] = [];
  const httpSend = async (url: string, request: HttpRequest): Promise<HttpResponse> => {
    const given = interfere({ ...request, url, number: requests.length });
    requests.push(`${request.method} ${new URL(url).pathname}`);
    if (given instanceof Error) throw given;
    if (given) return { status: 200, headers: {}, body: new Uint8Array(), ...given };
    return answer(objects, honours, url, request);
  };
  const host: Host = { ...nodeHost(), environment: bucketVariables, sleep: async () => undefined, httpSend };
  return { host, objects, requests };
}

function answer(
  objects: Map<string, Uint8Array>,
  honours: readonly string[],
  url: string,
  { method, headers, body = new Uint8Array() }: HttpRequest,
): HttpResponse {
  const { pathname, searchParams } = new URL(url);
  const key = decodeURIComponent(pathname).replace(/^\/[^/]+\//, "");
  const standing = objects.get(key);
  const good = (bytes: Uint8Array, etag?: string): HttpResponse => ({
    status: 200,
    headers: etag === undefined ? {} : { etag },
    body: bytes,
  });
  if (searchParams.get("list-type") === "2") return good(listed(objects, searchParams));
  if (method === "GET") return standing ? good(standing, etagOf(standing)) : s3Error(404, "NoSuchKey");
  if (method === "DELETE") {
    objects.delete(key);
    return { status: 204, headers: {}, body: new Uint8Array() };
  }
  const condition = (name: string) => (honours.includes(name) ? headers[name] : undefined);
  const wanted = condition("if-match");
  const isOther = wanted !== undefined && (!standing || etagOf(standing) !== wanted);
  if (isOther || (condition("if-none-match") !== undefined && standing))
    return s3Error(412, "PreconditionFailed");
  objects.set(key, body);
  return good(new Uint8Array(), etagOf(body));
}

/** Two names a page, so that every list of more has several. */
function listed(objects: ReadonlyMap<string, Uint8Array>, query: URLSearchParams): Uint8Array {
  const prefix = query.get("prefix") ?? "";
  const from = Number(query.get("continuation-token") ?? 0);
  const keys = [...objects.keys()].filter(
    (key) => key.startsWith(prefix) && !key.slice(prefix.length).includes("/"),
  );
  const page = keys.toSorted().slice(from, from + 2);
  const isMore = keys.length > from + 2;
  const next = isMore ? `<NextContinuationToken>${from + 2}</NextContinuationToken>` : "";
  const contents = page.map((key) => `<Contents><Key>${key}</Key></Contents>`).join("");
  const text = `<ListBucketResult><IsTruncated>${isMore}</IsTruncated>${next}${contents}</ListBucketResult>`;
  return new TextEncoder().encode(text);
}

function etagOf(bytes: Uint8Array): string {
  return `"${createHash("md5").update(bytes).digest("hex")}"`;
}
