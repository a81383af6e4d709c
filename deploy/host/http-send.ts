import { type IncomingMessage, request as requestPlain } from "node:http";
import { request as requestSecured } from "node:https";
import type { HttpRequest, HttpResponse } from "./host.ts";

/**
 * Sends a request over HTTP or HTTPS and takes the whole answer; one that is cut off rejects. `alone`: on a
 * connection of its own, else on one that is kept for the next.
 */
export function httpSend(
  url: string,
  {
    method,
    headers,
    body,
    authority,
    milliseconds,
    mostBytes,
    alone,
  }: HttpRequest & { readonly alone?: true },
): Promise<HttpResponse> {
  const send = url.startsWith("https:") ? requestSecured : requestPlain;
  const signal = AbortSignal.timeout(milliseconds);
  const length = body && { "content-length": String(body.byteLength) };
  const options = {
    method,
    headers: { ...headers, ...length },
    signal,
    ...(alone && { agent: false }),
    ...(authority !== undefined && { ca: authority }),
  };
  return new Promise((resolve, reject) => {
    // The request's own error is only that it was given up.
    const fail = (error: Error) => reject(signal.aborted ? asError(signal.reason) : error);
    const request = send(url, options, (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on("data", (chunk: Buffer) => {
        size += chunk.byteLength;
        if (size > mostBytes) request.destroy(new Error("the answer is too long"));
        else chunks.push(chunk);
      });
      response.once("error", fail);
      response.once("end", () => resolve(answer(response, Buffer.concat(chunks))));
    });
    request.once("error", fail);
    request.end(body);
  });
}

function answer({ statusCode, headers }: IncomingMessage, body: Uint8Array): HttpResponse {
  const single = Object.entries(headers).map(([name, value]) => [name, [value].flat().join(", ")]);
  return { status: statusCode ?? 0, headers: Object.fromEntries(single), body };
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
