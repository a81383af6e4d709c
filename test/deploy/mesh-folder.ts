import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, type NatsConnection, nkeyAuthenticator, type TlsOptions } from "@nats-io/transport-node";
import { onTestFinished } from "vitest";
import { createDiskReader } from "../../cli/disk-reader.ts";
import { type Analysis, analyze } from "../../compiler/compile.ts";
import type { Result } from "../../compiler/diagnostics/result.ts";
import { down } from "../../deploy/down/down.ts";
import { engineSupports } from "../../deploy/engine-supports.ts";
import type { LiveEngine, LiveLogins, LiveStore } from "../../compiler/live.ts";
import type { Host, RunningProcess } from "../../deploy/host/host.ts";
import { nodeHost } from "../../deploy/host/node-host.ts";
import { upPlace } from "../../deploy/open-running-mesh.ts";
import { rotate } from "../../deploy/rotate/rotate.ts";
import type { EnvironmentState, InstanceRecord, MeshState } from "../../deploy/state/documents.ts";
import { status } from "../../deploy/status/status.ts";
import { up } from "../../deploy/up/up.ts";
import type { Limits } from "../../deploy/up/limits.ts";
import type { UpEvent } from "../../deploy/up/up-event.ts";
import { engines } from "../../targets/engines/index.ts";
import { withBrokerPrograms } from "../harness/broker-programs.ts";

/** What a test may change about a run. */
export interface RunChanges {
  readonly host?: Partial<Host>;
  readonly live?: Partial<LiveEngine>;
  readonly logins?: Partial<LiveLogins>;
  readonly store?: Partial<LiveStore>;
  readonly limits?: Limits;
  readonly tls?: boolean;
  readonly operator?: { readonly name: string; readonly broker: string };
  readonly interruption?: AbortSignal;
  readonly onEvent?: (event: UpEvent) => void;
}

function changedLive(live: LiveEngine, changes: Pick<RunChanges, "live" | "logins" | "store">): LiveEngine {
  return {
    ...live,
    ...changes.live,
    ...(live.logins && { logins: { ...live.logins, ...changes.logins } }),
    ...(live.stored && { stored: { ...live.stored, ...changes.store } }),
  };
}

/** A folder of its own with a manifest, in which a mesh is brought up; nothing of it is left when the test ends. */
export async function meshFolder(manifest: string, version?: string) {
  const folder = mkdtempSync(join(tmpdir(), "meshc-deploy-"));
  writeFileSync(join(folder, "mesh.yaml"), manifest);
  const host = { ...nodeHost(), environment: await withBrokerPrograms(folder, version) };
  const supports = engineSupports(engines);
  const mesh = {
    folder,
    host,
    upFolder: join(folder, ".meshc", "up"),
    instanceFolder: (name: string): string => join(mesh.upFolder, "instances", name),
    write: (text: string): void => writeFileSync(join(folder, "mesh.yaml"), text),
    /** Brings it up and tells what happened. */
    async up({ host: other, limits, tls, operator, onEvent, interruption, ...changes }: RunChanges = {}) {
      const events: UpEvent[] = [];
      const progress = (event: UpEvent): void => {
        events.push(event);
        onEvent?.(event);
      };
      const result = await up(analyzed(folder), {
        host: { ...host, ...other },
        manifestFolder: folder,
        engines: supports.map((support) => ({ ...support, live: changedLive(support.live, changes) })),
        command: "meshc up",
        progress,
        ...(limits && { limits }),
        ...(tls !== undefined && { tls }),
        ...(operator && { operator }),
        ...(interruption && { interruption }),
      });
      return { result, events, touched: touchedIn(events) };
    },
    down: (clean = false) =>
      down({ host, manifestFolder: folder, command: "meshc down", progress: () => undefined, clean }),
    /** Revokes keys; `progress` is not told. */
    rotate: (names: readonly string[], { host: other, limits, ...changes }: RunChanges = {}) =>
      rotate({
        host: { ...host, ...other },
        manifestFolder: folder,
        engines: supports.map((support) => ({ ...support, live: changedLive(support.live, changes) })),
        command: "meshc rotate --revoke",
        names,
        progress: () => undefined,
        ...(limits && { limits }),
      }),
    /** The mesh's own document. */
    state: (): MeshState => JSON.parse(readFileSync(join(mesh.upFolder, "mesh.json"), "utf8")).content,
    secretFile: (identity: string): string => join(mesh.upFolder, "secrets", "keys", `${identity}.json`),
    /** A client that logs in as an identity with the key of now, or with another one, and never again. */
    async client(
      environment: string,
      instance: string,
      identity: string,
      other?: string,
    ): Promise<NatsConnection> {
      const seed: string = other ?? mesh.seed(identity);
      const port = mesh.instance(environment, instance).ports["nats"];
      const authority = mesh.state().tls && mesh.state().authorities?.servers;
      return connect({
        servers: `127.0.0.1:${port}`,
        authenticator: nkeyAuthenticator(new TextEncoder().encode(seed)),
        inboxPrefix: identity.replace(/^operator\./, "_INBOX__operator-").replace(/^[a-z]+\./, "_INBOX_"),
        reconnect: false,
        ...(authority && { tls: { ca: authority, host: "127.0.0.1" } as TlsOptions }),
      });
    },
    seed: (identity: string): string => {
      const { seed } = JSON.parse(readFileSync(mesh.secretFile(identity), "utf8")) as { seed: string };
      return seed;
    },
    status: async () => status({ ...(await upPlace(host, folder)), engines: supports }),
    environment: (name: string): EnvironmentState =>
      JSON.parse(readFileSync(join(mesh.upFolder, "environments", `${name}.json`), "utf8")).content,
    instance(environment: string, name: string): InstanceRecord {
      const record = mesh.environment(environment).instances[name];
      if (!record) throw new Error(`no instance ${name} is recorded`);
      return record;
    },
    /** Every process of this machine that runs below the folder. */
    processes: async (): Promise<readonly RunningProcess[]> =>
      (await host.processes.all()).filter((each) => each.folder?.startsWith(folder)),
  };
  onTestFinished(async () => {
    await mesh.down(true);
    rmSync(folder, { recursive: true, force: true });
  });
  return mesh;
}

/** Errors as `CODE message`; warnings, which some versions of a broker cause, are left out. */
export function errorsOf(result: Result<unknown>): readonly string[] {
  const errors = result.diagnostics.filter(({ severity }) => severity === "error");
  return errors.map(({ code, message }) => `${code} ${message}`);
}

/** What happened to instances, without the health of new ones: `office-0 reloaded`. */
function touchedIn(events: readonly UpEvent[]): readonly string[] {
  const ends = new Set(["starting", "restarting", "reloaded", "reconnecting", "stopped"]);
  return events.flatMap((event) =>
    event.kind === "instance" && ends.has(event.to) ? [`${event.instance} ${event.to}`] : [],
  );
}

function analyzed(folder: string): Analysis {
  const options = { overlays: [], today: "2026-01-01", mode: "up", engines } as const;
  const result = analyze("mesh.yaml", createDiskReader(folder, folder), options);
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics.map(({ message }) => message)));
  return result.value;
}
