import { createDiskReader } from "../../../cli/disk-reader.ts";
import { analyze } from "../../../compiler/compile.ts";
import type { ApplyEvent } from "../../../deploy/apply/apply-options.ts";
import { apply } from "../../../deploy/apply/apply.ts";
import { engineSupports } from "../../../deploy/engine-supports.ts";
import { nodeHost } from "../../../deploy/host/node-host.ts";
import { planRecorded } from "../../../deploy/plan/plan-recorded.ts";
import { openStore } from "../../../deploy/state/open-store.ts";
import { engines } from "../../../targets/engines/index.ts";

/**
 * Applies what is in a folder, where some may be lost by name, and is killed by itself when an instance comes to something,
 * such as `line-0 starting`, or something becomes of what is inside a broker, such as `removed stream "orders"`.
 */
async function main(folder: string, killedAt: string, mayLose: readonly string[]): Promise<void> {
  const today = "2026-01-01";
  const options = { overlays: ["ports.yaml"], today, mode: "deploy", engines } as const;
  const analysis = analyze("mesh.yaml", createDiskReader(folder, folder), options);
  const host = nodeHost();
  const store = openStore(host, undefined, folder);
  if (!analysis.ok || !store.ok) throw new Error("the manifest is broken");
  const planned = await planRecorded(analysis.value, store.value, {
    engines,
    today,
    environments: [],
    mayLose: new Set(mayLose),
    compiler: "0.0.0",
  });
  if (!planned.ok) throw new Error("it cannot be planned");
  await apply(planned.value, {
    host,
    analysis: analysis.value,
    manifestFolder: folder,
    store: store.value,
    engines: engineSupports(engines),
    command: "meshc apply",
    progress: (event) => {
      if (named(event) === killedAt) process.kill(process.pid, "SIGKILL");
    },
  });
}

function named(event: ApplyEvent): string | undefined {
  if (event.kind === "instance") return `${event.instance} ${event.to}`;
  if (event.kind === "wave") return `wave ${event.number}`;
  return "what" in event ? `${event.kind} ${event.what}` : undefined;
}

const [folder = "", killedAt = "", ...mayLose] = process.argv.slice(2);
void main(folder, killedAt, mayLose);
