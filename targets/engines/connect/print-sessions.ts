import { printBenthos } from "../../kit/print-benthos.ts";
import type { ConfigFile } from "../../../compiler/model/workload.ts";
import type { ConnectLink } from "./connect-link.ts";
import { loginSettings } from "./ends.ts";
import { fileNames } from "./files.ts";
import { upSession } from "./print-up.ts";

/**
 * The session in which the process reads at the edge, and how it logs in there. It remembers what was named, and ends the
 * session that is no more (`tools/connect/main.go`), as MQTT 3.1.1 has it: whoever logs in by the session's client
 * identifier and asks for a clean one. Else the edge collects for it for ever. Printed also where nothing goes up any more.
 */
export function printSessions(link: ConnectLink): ConfigFile {
  const sessions = link.up.length > 0 ? [upSession(link.name)] : [];
  const parts = printBenthos({ ...loginSettings(link), sessions });
  return { path: fileNames.sessions, mode: 0o400, parts };
}
