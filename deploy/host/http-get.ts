import { get as getPlain } from "node:http";
import { get as getSecured } from "node:https";
import type { HttpAnswer, HttpGet } from "./host.ts";

const mostBytes = 4 * 2 ** 20;

/** Asks by GET over HTTP or HTTPS, on a connection of its own. */
export function httpGet(url: string, { headers, authority, milliseconds }: HttpGet): Promise<HttpAnswer> {
  const get = url.startsWith("https:") ? getSecured : getPlain;
  const signal = AbortSignal.timeout(milliseconds);
  const options = { agent: false, headers, signal, ...(authority !== undefined && { ca: authority }) };
  return new Promise((resolve, reject) => {
    // The request's own error is only that it was given up.
    const fail = (error: Error) => reject(signal.aborted ? asError(signal.reason) : error);
    const request = get(url, options, (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on("data", (chunk: Buffer) => {
        size += chunk.byteLength;
        if (size > mostBytes) request.destroy(new Error("the answer is too long"));
        else chunks.push(chunk);
      });
      response.once("error", fail);
      response.once("end", () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString("utf8") }),
      );
    });
    request.once("error", fail);
  });
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
