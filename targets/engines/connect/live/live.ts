import { invariant } from "../../../../compiler/diagnostics/invariant.ts";
import type { LiveEngine, ReloadWatch } from "../../../../compiler/live.ts";
import { observe } from "./observe.ts";

/** The part of the integration engine that talks to running processes. Nobody logs in there, and nothing is kept. */
export const connectLive: LiveEngine = {
  name: "connect",
  program: "connect",
  install:
    "by `node tools/connect.mjs` in meshc's repository, which builds it: it is Benthos with a patch (docs/connect.md)",
  versionArguments: ["--version"],
  parseVersion: (output) => /^Version: (\d+\.\d+\.\d+)$/m.exec(output)?.[1],
  protocols: new Map(),
  observe,
  watchReload,
};

/** It reads its files when it is started, and never again: each change of them starts it anew. */
function watchReload(): Promise<ReloadWatch> {
  invariant(false, "a process of a connect link reads no file anew");
}
