import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { get } from "node:http";
import { createServer } from "node:net";
import { hostname, userInfo } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { Host } from "./host.ts";
import { httpGet } from "./http-get.ts";
import { httpSend } from "./http-send.ts";
import { nodeFiles } from "./node-files.ts";
import { nodeProcesses } from "./node-processes.ts";

const lowestPort = 15_000;

/** This machine, through Node. */
export function nodeHost(): Host {
  return {
    files: nodeFiles,
    processes: nodeProcesses,
    name: hostname(),
    system: process.platform,
    user: userName(),
    environment: process.env,
    now: () => new Date(),
    sleep: (milliseconds) => sleep(milliseconds),
    randomBytes: (count) => randomBytes(count),
    portIsFree,
    quietPorts,
    httpStatus,
    httpGet,
    httpSend,
  };
}

/** A user without an entry in the system's list has a number only. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? "");
  }
}

function portIsFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** Outside the range that the system takes local ends of connections from: one of those could sit on a port of ours. */
async function quietPorts(): Promise<readonly [number, number]> {
  const range = await readFile("/proc/sys/net/ipv4/ip_local_port_range", "utf8").catch(() => "");
  const [from = 32_768, to = 60_999] = (range.match(/\d+/g) ?? []).map(Number);
  if (from > lowestPort + 1_000) return [lowestPort, from - 1];
  return to < 64_000 ? [to + 1, 65_535] : [lowestPort, 65_535];
}

function httpStatus(url: string, milliseconds: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const request = get(url, { agent: false, signal: AbortSignal.timeout(milliseconds) }, (response) => {
      resolve(response.statusCode);
      response.destroy();
    });
    request.once("error", () => resolve(undefined));
  });
}
