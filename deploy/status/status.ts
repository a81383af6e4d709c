import type { Code } from "../../compiler/diagnostics/code.ts";
import type { Result } from "../../compiler/diagnostics/result.ts";
import { compare } from "../../compiler/model/compare.ts";
import { nothingUp } from "../codes.ts";
import { diagnose, failure, success } from "../diagnose.ts";
import type { MeshPlace } from "../open-running-mesh.ts";
import { revocationUnfinished } from "../rotate/codes.ts";
import { inWords } from "../rotate/find-identities.ts";
import { storedValues } from "../state/stored-values.ts";
import type { EngineSupport } from "../up/engine-support.ts";
import { readStoredMesh } from "../up/mesh-record.ts";
import { ourProcesses } from "../up/our-processes.ts";
import { versionsOf } from "../state/versions-of.ts";
import { inParallel } from "../verify/in-parallel.ts";
import { type Inspection, inspectInstance } from "./inspect-instance.ts";
import { inspectProvisions } from "./inspect-provisions.ts";
import { type EnvironmentStatus, type StatusReport, statusReport } from "./status-report.ts";

/** What asking for a status needs. */
export interface StatusOptions extends MeshPlace {
  readonly engines: readonly EngineSupport[];
}

/**
 * Health, links and drift of every instance of a mesh that was brought about on this machine. Changes nothing. `notThere`
 * says that none is recorded.
 */
export async function status(
  { host, manifestFolder, folder, store, ...options }: StatusOptions,
  notThere: Code<{ readonly folder: string }> = nothingUp,
): Promise<Result<StatusReport>> {
  const stored = await readStoredMesh(store);
  if (!stored.ok) return stored;
  if (!stored.value) return failure(notThere, { folder: manifestFolder });
  const { mesh, environments } = stored.value;
  const contents = [...environments.values()].map(({ content }) => content);
  const records = contents.flatMap(({ instances }) => Object.entries(instances));
  const versions = records.flatMap(([, record]) => versionsOf(record));
  const values = await storedValues(versions, {
    mesh: mesh.content,
    secrets: store.secrets,
    host,
    folder,
  });
  if (!values.ok) return values;
  const recorded = records.flatMap(([name, { process }]) => (process ? [[name, process] as const] : []));
  const inspection: Inspection = {
    host,
    folder,
    lookUp: values.value,
    engines: new Map(options.engines.map((support) => [support.engine.name, support])),
    processes: await ourProcesses(host, folder, new Map(recorded)),
  };
  const found = await inParallel(
    contents,
    async (content): Promise<EnvironmentStatus> => {
      const instances = Object.entries(content.instances).toSorted(([a], [b]) => compare(a, b));
      const brokers = await inParallel(
        instances,
        ([name, record]) => inspectInstance(inspection, name, record),
        16,
      );
      const stored = await inspectProvisions(
        { secrets: store.secrets, lookUp: inspection.lookUp, engines: inspection.engines },
        content,
        brokers,
      );
      return { name: content.environment, generation: content.generation, brokers, stored };
    },
    4,
  );
  const runs = [...inspection.processes.values()].some((ids) => ids.length > 0);
  const isDown = records.length > 0 && recorded.length === 0 && !runs;
  const unfinished = (mesh.content.revoked ?? []).filter(({ underway }) => underway);
  const diagnostics = unfinished.map(({ identity, at }) =>
    diagnose(revocationUnfinished, { identity: inWords(identity), at, command: folder.command }),
  );
  return { ...success(statusReport(found, isDown)), diagnostics };
}
