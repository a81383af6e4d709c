import type { ConfigFile } from "../../../compiler/model/workload.ts";
import type { ConnectLink } from "./connect-link.ts";
import { fileNames } from "./files.ts";
import { printDown } from "./print-down.ts";
import { printLiveDown, printLiveUp } from "./print-live.ts";
import { printProcess } from "./print-process.ts";
import { printSessions } from "./print-sessions.ts";
import { printUp } from "./print-up.ts";

/** All files that the process of a link runs on, but those of TLS. */
export function printLink(link: ConnectLink): readonly ConfigFile[] {
  return [
    printProcess(link),
    printSessions(link),
    ...(link.up.length > 0 ? [printUp(link)] : []),
    ...(link.down.length > 0 ? [printDown(link)] : []),
    ...(link.live.up.length > 0 ? [printLiveUp(link)] : []),
    ...(link.live.down.length > 0 ? [printLiveDown(link)] : []),
    { path: fileNames.seed, mode: 0o400, parts: [link.hub.seed] },
  ];
}
