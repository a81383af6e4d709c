import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, type NatsConnection, nkeyAuthenticator } from "@nats-io/transport-node";
import { expect, onTestFinished } from "vitest";
import { createDiskReader } from "../../../cli/disk-reader.ts";
import { type Analysis, analyze } from "../../../compiler/compile.ts";
import type { Diagnostic } from "../../../compiler/diagnostics/diagnostic.ts";
import { namedTopology } from "../../../compiler/model/named-topology.ts";
import type { Result } from "../../../compiler/diagnostics/result.ts";
import { apply } from "../../../deploy/apply/apply.ts";
import { nothingApplied } from "../../../deploy/apply/codes.ts";
import { runFolderOf } from "../../../deploy/apply/run-folder.ts";
import type { ApplyEvent, ApplyOptions, ApplyReport } from "../../../deploy/apply/apply-options.ts";
import { engineSupports } from "../../../deploy/engine-supports.ts";
import { nodeHost } from "../../../deploy/host/node-host.ts";
import { openAppliedMesh } from "../../../deploy/open-applied-mesh.ts";
import { planRecorded } from "../../../deploy/plan/plan-recorded.ts";
import type { RecordedPlan } from "../../../deploy/plan/recorded-plan.ts";
import type { EnvironmentState } from "../../../deploy/state/documents.ts";
import { openStore } from "../../../deploy/state/open-store.ts";
import { status } from "../../../deploy/status/status.ts";
import { probeEngines } from "../../../deploy/verify/probe-engines.ts";
import type { VerifyReport } from "../../../deploy/verify/report.ts";
import { verify } from "../../../deploy/verify/verify.ts";
import { engines } from "../../../targets/engines/index.ts";
import { findNatsServer } from "../../../tools/nats-server.mjs";
import { withBrokerPrograms } from "../../harness/broker-programs.ts";

/** What a test may change about a run. */
export type RunChanges = Partial<
  Pick<ApplyOptions, "afterWave" | "limits" | "interruption" | "host" | "store" | "progress">
> & {
  readonly environments?: readonly string[];
  readonly mayLose?: readonly string[];
  readonly compiler?: string;
};

/** A mesh as `appliedMesh` makes it. */
export type AppliedMesh = Awaited<ReturnType<typeof appliedMesh>>;

/**
 * A folder with a manifest that is planned and applied at free ports, or at those that are given by broker and listener;
 * nothing of it runs when the test ends.
 */
export async function appliedMesh(
  from: { readonly example: string } | { readonly manifest: string },
  ports = new Map<string, number>(),
) {
  const folder = mkdtempSync(join(tmpdir(), "meshc-apply-"));
  if ("manifest" in from) writeFileSync(join(folder, "mesh.yaml"), from.manifest);
  else copyExample(from.example, folder);
  const found = await withBrokerPrograms(folder);
  const environment = { ...found, MESHC_NATS_SERVER: await natsServers(), XDG_CACHE_HOME: folder };
  const host = { ...nodeHost(), environment };
  const supports = engineSupports(engines);
  const state = join(folder, ".meshc");
  const mesh = {
    folder,
    host,
    supports,
    ports,
    write: (text: string): void => writeFileSync(join(folder, "mesh.yaml"), text),
    /** Changes the manifest by replacing text that has to be there. */
    edit(before: string, after: string): void {
      const text = readFileSync(join(folder, "mesh.yaml"), "utf8");
      if (!text.includes(before)) throw new Error(`the manifest has no ${before}`);
      mesh.write(text.replaceAll(before, after));
    },
    analyzed: () => analyzed(folder, ports),
    /** Gives a listener another port, from the next reading of the manifest on. */
    movePort: (broker: string, listener: string): void => void ports.delete(`${broker} ${listener}`),
    /** Gives listeners of a broker that is called otherwise the ports that it had. */
    movePorts(broker: string, name: string): void {
      const own = [...ports].filter(([listener]) => listener.startsWith(`${broker} `));
      for (const [listener, port] of own) ports.set(listener.replace(broker, name), port);
    },
    store: (declared?: Analysis["data"]["state"]) => valueOf(openStore(host, declared, folder)),
    plan: async (changes: RunChanges = {}): Promise<RecordedPlan> => valueOf(await mesh.planned(changes)),
    planWarnings: async () => told((await mesh.planned()).diagnostics, "warning"),
    async planned(changes: RunChanges = {}): Promise<Result<RecordedPlan>> {
      const analysis = await mesh.analyzed();
      return planRecorded(analysis, changes.store ?? mesh.store(analysis.data.state), {
        engines,
        today: "2026-01-01",
        environments: changes.environments ?? [],
        mayLose: new Set(changes.mayLose),
        compiler: changes.compiler ?? "0.0.0",
      });
    },
    /** Carries a plan out, a new one where none is given, and tells what happened. */
    async apply({ planned, ...changes }: RunChanges & { readonly planned?: RecordedPlan } = {}) {
      const events: ApplyEvent[] = [];
      const analysis = await mesh.analyzed();
      const plan = planned ?? (await mesh.plan(changes));
      const result = await apply(plan, {
        host,
        analysis,
        manifestFolder: folder,
        store: mesh.store(analysis.data.state),
        engines: supports,
        command: "meshc apply",
        progress: (event) => {
          events.push(event);
          changes.progress?.(event);
        },
        ...changes,
      });
      return { result, events, touched: touchedIn(events), plan: plan.plan };
    },
    /** Applies, and expects that all went well. */
    async applied(changes: RunChanges = {}): Promise<ApplyReport> {
      const { result } = await mesh.apply(changes);
      expect(told(result.diagnostics, "error")).toEqual([]);
      const report = valueOf(result);
      expect(report.stoppedAt).toBe(undefined);
      return report;
    },
    /** What is recorded of the processes, without reading the manifest. */
    recorded: async () => valueOf(await openAppliedMesh(host, mesh.store(), folder)),
    async running() {
      const { data, topology } = await mesh.analyzed();
      const running = await openAppliedMesh(host, mesh.store(data.state), folder);
      return { topology, running: valueOf(running), engines: probeEngines(supports) };
    },
    async status() {
      const { data } = await mesh.analyzed();
      const place = { host, manifestFolder: folder, folder: await runFolderOf(host, folder) };
      const options = { ...place, store: mesh.store(data.state), engines: supports };
      return valueOf(await status(options, nothingApplied));
    },
    verify: async (): Promise<VerifyReport> => verify(await mesh.running(), { rights: false }),
    environment: (name: string): EnvironmentState =>
      JSON.parse(readFileSync(join(state, "environments", `${name}.json`), "utf8")).content,
    /** A client that logs in as an application. */
    client: (application: string, instance: string): Promise<NatsConnection> =>
      mesh.login(`application.${application}`, instance),
    /** A client that logs in as an identity. */
    async login(identity: string, instance: string): Promise<NatsConnection> {
      const { running } = await mesh.running();
      const at = running.endpoint(instance, "nats");
      const seed = running.seedOf(identity);
      if (!at || seed === undefined) throw new Error(`nobody is ${identity} at ${instance}`);
      return connect({
        servers: `${at.host}:${at.port}`,
        authenticator: nkeyAuthenticator(new TextEncoder().encode(seed)),
        inboxPrefix: `_INBOX_${identity.slice(identity.indexOf(".") + 1)}`,
        reconnect: false,
      });
    },
    processes: async () => (await host.processes.all()).filter((each) => each.folder?.startsWith(folder)),
    /** Ends all that runs, and removes the folder. */
    async stop(): Promise<void> {
      for (const each of await mesh.processes()) await host.processes.signal(each, "SIGKILL");
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  onTestFinished(() => mesh.stop());
  return mesh;
}

/** Messages of some severity, with their codes. */
export function told(
  diagnostics: readonly Diagnostic[],
  severity: Diagnostic["severity"],
): readonly string[] {
  return diagnostics
    .filter((each) => each.severity === severity)
    .map(({ code, message }) => `${code} ${message}`);
}

/** Changes of a plan as `environment kind name action effect`. */
export function changesOf({ plan }: Pick<RecordedPlan, "plan">): readonly string[] {
  return plan.changes.map(
    ({ environment, kind, name, action, effect }) => `${environment} ${kind} ${name} ${action} ${effect}`,
  );
}

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(told(result.diagnostics, "error").join("\n"));
  return result.value;
}

function copyExample(name: string, folder: string): void {
  const from = join(import.meta.dirname, "../../../examples", name);
  cpSync(from, folder, { recursive: true, filter: (path) => !path.includes(".meshc") });
}

/** Every version that brokers may be compiled for, the newest first. */
async function natsServers(): Promise<string> {
  const paths: string[] = [];
  for (const version of ["2.15.1", "2.12.8", "2.10.26"]) paths.push(await findNatsServer(version));
  return paths.join(":");
}

/** The manifest with a port for each listener that is free now, and the same one each time. */
async function analyzed(folder: string, ports: Map<string, number>): Promise<Analysis> {
  const overlay = "ports.yaml";
  const options = { today: "2026-01-01", engines } as const;
  const read = (mode: "up" | "deploy", overlays: readonly string[]) =>
    valueOf(analyze("mesh.yaml", createDiskReader(folder, folder), { ...options, mode, overlays }));
  const brokers: Record<string, { listeners: Record<string, number> }> = {};
  for (const { broker, listeners } of namedTopology(read("up", []).topology).brokers.values()) {
    const own: Record<string, number> = {};
    for (const name of listeners.keys()) {
      const key = `${broker.name} ${name}`;
      const port = ports.get(key) ?? (await freePorts(5));
      ports.set(key, port);
      own[name] = port;
    }
    brokers[broker.name] = { listeners: own };
  }
  writeFileSync(join(folder, overlay), JSON.stringify({ apiVersion: "meshc/v1", brokers }));
  return read("deploy", [overlay]);
}

/** Beginnings of rows that were given out, to whichever mesh of this process. */
const given = new Set<number>();

/** The first of some ports in a row that are free. */
async function freePorts(count: number): Promise<number> {
  for (;;) {
    const from = 2_000 + Math.floor(Math.random() * 28_000);
    const row = Array.from({ length: count }, (_, index) => from + index);
    const isNear = [...given].some((port) => Math.abs(port - from) < count);
    if (isNear) continue;
    given.add(from);
    if ((await Promise.all(row.map(isFree))).every(Boolean)) return from;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host: "127.0.0.1" }, () => server.close(() => resolve(true)));
  });
}

function touchedIn(events: readonly ApplyEvent[]): readonly string[] {
  const ends = new Set(["starting", "restarting", "reloaded", "reconnecting", "stopped"]);
  return events.flatMap((event) =>
    event.kind === "instance" && ends.has(event.to) ? [`${event.instance} ${event.to}`] : [],
  );
}
