import type { Analysis } from "../../compiler/compile.ts";
import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { hasErrors, type Result } from "../../compiler/diagnostics/result.ts";
import type { Addressing } from "../../compiler/model/address.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import { credentialFilesOf } from "../credentials/credential-files.ts";
import { systemUnsupported } from "../codes.ts";
import { failure, success } from "../diagnose.ts";
import type { Host } from "../host/host.ts";
import { fileStore } from "../state/file-store.ts";
import { allocatePorts } from "./allocate-ports.ts";
import { bringUp } from "./bring-up.ts";
import type { EngineSupport } from "./engine-support.ts";
import { findProgram, type Program } from "./find-program.ts";
import type { KnownPorts } from "./known-ports.ts";
import { loopbackAddressing } from "./loopback-addressing.ts";
import { namedProgress } from "./named-progress.ts";
import { prepareUpFolder } from "./prepare-up-folder.ts";
import { remap } from "./remap.ts";
import type { UpOptions, UpReport } from "./up-options.ts";
import { upFolderOf } from "./up-folder.ts";
import { withMeshLock } from "./with-mesh-lock.ts";

/**
 * Brings every broker of a mesh up on this machine, whatever its platform, and returns when all are healthy and
 * linked. Run again it brings the running mesh to the manifest: what did not change is not touched, what died is
 * started, what is no longer there is ended last. Processes outlive this one.
 */
export async function up(
  analysis: Pick<Analysis, "topology" | "locate">,
  options: UpOptions,
): Promise<Result<UpReport>> {
  const { host } = options;
  if (!host.processes.supported) return failure(systemUnsupported, { system: host.system });
  const engines = new Map(options.engines.map((support) => [support.engine.name, support]));
  const programs = await findPrograms(analysis.topology, engines, options);
  if (!programs.ok) return programs;
  const folder = await upFolderOf(host, options.manifestFolder);
  const prepared = await prepareUpFolder(host, folder);
  if (!prepared.ok) return prepared;
  const store = fileStore(host, folder.path);
  const before = await store.read("mesh");
  if (!before.ok) return before;
  const tls = options.tls ?? before.value?.content.tls ?? false;
  const topology = remap(analysis, engines, programs.value, tls);
  if (!topology.ok) return topology;
  const files = await credentialFilesOf(
    { ...analysis, topology: topology.value },
    host,
    options.manifestFolder,
  );
  if (!files.ok) return files;
  const credentialFiles = files.value;
  const environments = [...topology.value.mesh.environments.keys()];
  const done = await withMeshLock(store, environments, options.command, (lock) =>
    bringUp({
      topology: topology.value,
      locate: analysis.locate,
      engines,
      programs: ({ engine }) => programs.value.get(engine),
      addressing: (known) => onLoopback(host, topology.value, known),
      folder,
      store,
      lock,
      credentialFiles,
      options: { ...options, progress: namedProgress(options.progress, topology.value.mesh.names) },
    }),
  );
  return { ...done, diagnostics: [...topology.diagnostics, ...done.diagnostics] };
}

/** Everything on this machine, at ports that are free. */
async function onLoopback(host: Host, topology: Topology, known: KnownPorts): Promise<Result<Addressing>> {
  const ports = await allocatePorts(host, topology, known);
  return ports.ok ? success(loopbackAddressing(ports.value)) : ports;
}

async function findPrograms(
  topology: Topology,
  engines: ReadonlyMap<string, EngineSupport>,
  { host, progress }: UpOptions,
): Promise<Result<ReadonlyMap<string, Program>>> {
  const used = new Set([
    ...[...topology.brokers.values()].map((node) => node.broker.engine),
    ...topology.links.flatMap(({ kind }) => kind.process?.engine ?? []),
  ]);
  const programs = new Map<string, Program>();
  const diagnostics: Diagnostic[] = [];
  for (const engine of [...used].toSorted()) {
    const support = engines.get(engine);
    if (!support) continue;
    const program = await findProgram(host, support);
    diagnostics.push(...program.diagnostics);
    if (!program.ok) continue;
    programs.set(engine, program.value);
    progress({ kind: "program", engine, path: program.value.path, version: program.value.version });
  }
  return hasErrors(diagnostics) ? { ok: false, diagnostics } : success(programs);
}
