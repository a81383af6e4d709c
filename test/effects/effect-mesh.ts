import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDiskReader } from "../../cli/disk-reader.ts";
import { type Analysis, analyze } from "../../compiler/compile.ts";
import type { Result } from "../../compiler/diagnostics/result.ts";
import { lowerAll } from "../../compiler/emit/emit.ts";
import type { Addressing } from "../../compiler/model/address.ts";
import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import type { Json } from "../../compiler/model/json.ts";
import { down } from "../../deploy/down/down.ts";
import { engineSupports } from "../../deploy/engine-supports.ts";
import { nodeHost } from "../../deploy/host/node-host.ts";
import { printDocument } from "../../deploy/state/document-text.ts";
import type { InstanceRecord, MeshState } from "../../deploy/state/documents.ts";
import { usualLimits } from "../../deploy/up/limits.ts";
import { up } from "../../deploy/up/up.ts";
import { engines } from "../../targets/engines/index.ts";
import { findNatsServer } from "../../tools/nats-server.mjs";
import { withBrokerPrograms } from "../harness/broker-programs.ts";

/** A mesh that `up` runs on real brokers, for as long as a trial takes. */
export interface EffectMesh {
  /** Brings a manifest about; resolves to the errors, if any. */
  bring(manifest: Json, options?: BringOptions): Promise<readonly string[]>;
  /** What is recorded of each instance; with a manifest, with what is to be inside its broker by that. */
  records(wanted?: Json): ReadonlyMap<string, InstanceRecord>;
  state(): MeshState;
  /** Seed or password of an identity. */
  secret(identity: string): string;
  /** What an instance has logged. */
  log(instance: string): string;
  /** Has a listener of an instance be elsewhere from the next time on. */
  move(instance: string, listener: string, port: number): void;
  /** Ends every broker, and leaves nothing. */
  stop(): Promise<void>;
}

export interface BringOptions {
  readonly tls?: boolean;
  /** Version of nats-server, such as `2.15.1`. */
  readonly program?: string;
}

/** A folder with a mesh's first manifest, of which nothing runs yet. */
export async function effectMesh(first: Json, natsVersion: string): Promise<EffectMesh> {
  const folder = mkdtempSync(join(tmpdir(), "meshc-effects-"));
  const write = (manifest: Json) => writeFileSync(join(folder, "mesh.yaml"), JSON.stringify(manifest));
  write(first);
  const environment = await withBrokerPrograms(folder, natsVersion).catch((error: unknown) => {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  });
  const upFolder = join(folder, ".meshc", "up");
  const documents = () =>
    readdirSync(join(upFolder, "environments"))
      .filter((name) => name.endsWith(".json"))
      .map((name) => join(upFolder, "environments", name));
  const read = (file: string) => JSON.parse(readFileSync(file, "utf8"));
  const host = { ...nodeHost(), environment };
  const analyzed = (manifest: Json) => {
    write(manifest);
    const options = { overlays: [], today: "2026-01-01", mode: "up", engines } as const;
    return analyze("mesh.yaml", createDiskReader(folder, folder), options);
  };
  return {
    async bring(manifest, { tls = false, program = natsVersion } = {}) {
      const analysis = analyzed(manifest);
      if (!analysis.ok) return errors(analysis.diagnostics);
      const server = await findNatsServer(program);
      const done = await up(analysis.value, {
        host: { ...host, environment: { ...environment, MESHC_NATS_SERVER: server } },
        manifestFolder: folder,
        engines: engineSupports(engines),
        command: "meshc up",
        progress: () => undefined,
        limits: usualLimits,
        tls,
      });
      return errors(done.diagnostics);
    },
    records(wanted) {
      const recorded = new Map(
        documents().flatMap((file) =>
          Object.entries(read(file).content.instances as Record<string, InstanceRecord>),
        ),
      );
      return wanted === undefined ? recorded : withProvisions(recorded, analyzed(wanted));
    },
    state: () => read(join(upFolder, "mesh.json")).content,
    secret: (identity) => read(join(upFolder, "secrets", "keys", `${identity}.json`)).seed,
    log: (instance) => readFileSync(join(upFolder, "instances", instance, "log"), "utf8"),
    move(instance, listener, port) {
      for (const file of documents()) {
        const document = read(file);
        const ports = document.content.instances[instance]?.ports;
        if (!ports) continue;
        ports[listener] = port;
        writeFileSync(file, printDocument(document));
      }
    },
    async stop() {
      const ending = { host, manifestFolder: folder, command: "meshc down", clean: true };
      await down({ ...ending, progress: () => undefined });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Records with what a manifest wants inside brokers, at the first instance of each. */
function withProvisions(
  records: ReadonlyMap<string, InstanceRecord>,
  analysis: Result<Analysis>,
): ReadonlyMap<string, InstanceRecord> {
  if (!analysis.ok) return records;
  const compilers = new Map(engines.map((engine) => [engine.name, engine]));
  const workloads = lowerAll(analysis.value.topology, compilers, nowhere);
  const wanted = new Map(
    workloads.map(({ instances, provisions }) => [instances[0]?.name ?? "", provisions]),
  );
  return new Map(
    [...records].map(([name, record]) => [
      name,
      wanted.has(name) ? { ...record, provisions: wanted.get(name) ?? [] } : record,
    ]),
  );
}

const nowhere: Addressing = {
  bind: () => ({ host: "127.0.0.1", port: 1 }),
  namesOf: () => [],
  dial: () => ({ host: "127.0.0.1", port: 1 }),
};

function errors(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics
    .filter(({ severity }) => severity === "error")
    .map(({ code, message }) => `${code} ${message}`);
}
