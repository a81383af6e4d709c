import { hostPort } from "../../kit/host-port.ts";
import { printBenthos } from "../../kit/print-benthos.ts";
import type { Command, ConfigFile } from "../../../compiler/model/workload.ts";
import type { ConnectLink } from "./connect-link.ts";
import { fileNames } from "./files.ts";

/** Seconds that what is on its way may take when the process is asked to end. */
const drainSeconds = 5;

/**
 * What both directions share. `/ping` answers 200 always, `/ready` once every connection of both was made, and not while
 * one to the edge is lost; it goes on while the hub is away (v4.27.0, test/live/connect).
 */
export function printProcess(link: ConnectLink): ConfigFile {
  const settings = {
    http: { enabled: true, address: hostPort(link.management), debug_endpoints: false },
    logger: { level: "INFO", format: "json", add_timestamp: true },
    metrics: { prometheus: {} },
    shutdown_timeout: `${drainSeconds}s`,
  };
  return { path: fileNames.process, mode: 0o444, parts: printBenthos(settings) };
}

/** One process for both directions, each a stream of its own; without the interface by which streams can be changed. */
export function connectCommand(link: ConnectLink): Command {
  const directions = [
    ...(link.up.length > 0 ? [fileNames.up] : []),
    ...(link.down.length > 0 ? [fileNames.down] : []),
  ];
  return { program: "connect", arguments: ["-c", fileNames.process, "streams", "--no-api", ...directions] };
}
