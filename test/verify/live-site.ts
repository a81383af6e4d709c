import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDiskReader } from "../../cli/disk-reader.ts";
import { analyze } from "../../compiler/compile.ts";
import type { Result } from "../../compiler/diagnostics/result.ts";
import type { Observed, ProbeOutcome } from "../../compiler/live.ts";
import { down } from "../../deploy/down/down.ts";
import { engineSupports } from "../../deploy/engine-supports.ts";
import type { Host } from "../../deploy/host/host.ts";
import { nodeHost } from "../../deploy/host/node-host.ts";
import { openRunningMesh } from "../../deploy/open-running-mesh.ts";
import { up } from "../../deploy/up/up.ts";
import { probeEngines } from "../../deploy/verify/probe-engines.ts";
import type { Ground } from "../../deploy/verify/session.ts";
import { engines } from "../../targets/engines/index.ts";
import { mosquittoLive } from "../../targets/engines/mosquitto/live/live.ts";
import { findMosquitto } from "../../tools/mosquitto.mjs";
import { until } from "../nats/until.ts";

/** A mesh of one Mosquitto that `up` runs, whose files a test may lay hands on behind its back. */
export interface LiveSite {
  /** What `verify` is given. */
  readonly ground: Ground;
  readonly observed: Observed;
  /** Changes a file and has the broker read it. Throws where nothing was changed. */
  edit(file: string, change: (text: string) => string): Promise<ProbeOutcome | undefined>;
  /** Puts every changed file back. */
  restore(): Promise<void>;
  /** Takes it down and removes it. */
  stop(): Promise<void>;
}

/** Brings up a manifest whose only broker is a Mosquitto `site`. */
export async function startLiveSite(manifest: object): Promise<LiveSite> {
  const folder = mkdtempSync(join(tmpdir(), "meshc-site-"));
  writeFileSync(join(folder, "mesh.yaml"), JSON.stringify({ apiVersion: "meshc/v1", ...manifest }));
  const host: Host = {
    ...nodeHost(),
    environment: { ...process.env, MESHC_MOSQUITTO: await findMosquitto() },
  };
  const supports = engineSupports(engines);
  const options = { overlays: [], today: "2026-01-01", engines, mode: "up" as const };
  const analysis = valueOf(analyze("mesh.yaml", createDiskReader(folder, folder), options));
  const shared = { host, manifestFolder: folder, command: "test", progress: () => undefined };
  const stop = async (): Promise<void> => {
    valueOf(await down({ ...shared, clean: true }));
    rmSync(folder, { recursive: true, force: true });
  };
  const brought = await up(analysis, { ...shared, engines: supports, tls: false });
  // Nobody is given what did not come up, so nobody else could end it.
  if (!brought.ok) await stop();
  const { topology } = valueOf(brought);
  const running = valueOf(await openRunningMesh(host, folder));
  const observed: Observed = {
    instance: "site-0",
    endpoint: (listener) => running.endpoint("site-0", listener),
    secret: (identity) => running.seedOf(identity),
  };
  const hands = handsOn(folder, observed);
  return {
    ground: { topology, running, engines: probeEngines(supports) },
    observed,
    ...hands,
    stop,
  };
}

function valueOf<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(result.diagnostics.map((diagnostic) => diagnostic.message).join("; "));
}

function handsOn(folder: string, observed: Observed): Pick<LiveSite, "edit" | "restore"> {
  const place = join(folder, ".meshc", "up", "instances", "site-0");
  const originals = new Map<string, string>();
  const pid = recordedPid(folder);
  const write = (file: string, text: string) => {
    const path = join(place, file);
    writeFileSync(`${path}.new`, text);
    chmodSync(`${path}.new`, statSync(path).mode);
    renameSync(`${path}.new`, path);
  };
  const reload = async () => {
    const watch = await mosquittoLive.watchReload(observed);
    process.kill(pid, "SIGHUP");
    let outcome: ProbeOutcome | undefined;
    await until(async () => (outcome = await watch.outcome()) !== undefined, 5_000);
    await watch.end();
    return outcome;
  };
  return {
    async edit(file, change) {
      const before = readFileSync(join(place, file), "utf8");
      const after = change(before);
      if (after === before) throw new Error(`the edit changes nothing in ${file}`);
      if (!originals.has(file)) originals.set(file, before);
      write(file, after);
      return reload();
    },
    async restore() {
      for (const [file, text] of originals) write(file, text);
      originals.clear();
      const outcome = await reload();
      if (outcome?.refused !== undefined || !outcome) throw new Error("the broker does not reload");
    },
  };
}

/** The process that `up` recorded. */
function recordedPid(folder: string): number {
  const environments = join(folder, ".meshc", "up", "environments");
  for (const name of readdirSync(environments).filter((file) => file.endsWith(".json"))) {
    const { content } = JSON.parse(readFileSync(join(environments, name), "utf8")) as {
      content: { instances: Record<string, { process?: { pid: number } }> };
    };
    const pid = content.instances["site-0"]?.process?.pid;
    if (pid !== undefined) return pid;
  }
  throw new Error("no process is recorded");
}
