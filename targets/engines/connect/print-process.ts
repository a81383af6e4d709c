import { hostPort } from "../../kit/host-port.ts";
import { printBenthos } from "../../kit/print-benthos.ts";
import type { Command, ConfigFile } from "../../../compiler/model/workload.ts";
import type { ConnectLink } from "./connect-link.ts";
import { fileNames } from "./files.ts";
import { labelMapping } from "./metrics.ts";

/** Seconds that what is on its way may take when the process is asked to end. */
const drainSeconds = 5;

/**
 * What both directions share. `/ping` answers 200 always, `/ready` also while no stream was begun yet, or while the hub is
 * away: whether the link is there is told by its metrics.
 */
export function printProcess(link: ConnectLink): ConfigFile {
  // By default the engine keeps quantiles of each step's time, which takes a tenth of its own.
  const prometheus = { use_histogram_timing: true };
  const settings = {
    http: { enabled: true, address: hostPort(link.management), debug_endpoints: false },
    logger: { level: "INFO", format: "json", add_timestamp: true },
    metrics: { mapping: labelMapping(link), prometheus },
    shutdown_timeout: `${drainSeconds}s`,
  };
  return { path: fileNames.process, mode: 0o444, parts: printBenthos(settings) };
}

/** One process for both directions, and for what is carried at most once, each a stream of its own; without the interface by which streams can be changed. */
export function connectCommand(link: ConnectLink): Command {
  const streams = [
    ...(link.up.length > 0 ? [fileNames.up] : []),
    ...(link.down.length > 0 ? [fileNames.down] : []),
    ...(link.live.up.length > 0 ? [fileNames.liveUp] : []),
    ...(link.live.down.length > 0 ? [fileNames.liveDown] : []),
  ];
  return {
    program: "connect",
    arguments: ["--sessions", fileNames.sessions, "-c", fileNames.process, "streams", "--no-api", ...streams],
  };
}
