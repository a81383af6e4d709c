import type { HttpAnswer, HttpGet } from "./host.ts";
import { httpSend } from "./http-send.ts";

const mostBytes = 4 * 2 ** 20;

/** Asks by GET over HTTP or HTTPS, on a connection of its own. */
export async function httpGet(url: string, options: HttpGet): Promise<HttpAnswer> {
  const { status, body } = await httpSend(url, { ...options, method: "GET", mostBytes, alone: true });
  return { status, body: new TextDecoder().decode(body) };
}
