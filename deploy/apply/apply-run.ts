import { createReporter } from "../../compiler/diagnostics/reporter.ts";
import type { Result } from "../../compiler/diagnostics/result.ts";
import type { Names } from "../../compiler/model/names.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import { planNames } from "../../compiler/plan/plan-names.ts";
import { declaredAddressing } from "../../compiler/synthesize/declared-addressing.ts";
import { credentialFilesOf } from "../credentials/credential-files.ts";
import { success } from "../diagnose.ts";
import type { RecordedPlan } from "../plan/recorded-plan.ts";
import type { StoreLock } from "../state/state-store.ts";
import { type BroughtAbout, bringAbout } from "../up/bring-about.ts";
import type { Bringing } from "../up/bringing.ts";
import type { MeshRecord } from "../up/mesh-record.ts";
import { namedProgress } from "../up/named-progress.ts";
import type { ProgramOf } from "../up/program-of.ts";
import type { UpFolder } from "../up/up-folder.ts";
import type { ApplyEvent, ApplyOptions } from "./apply-options.ts";
import type { Recording } from "./record-applied.ts";
import { type Tally, tally } from "./tally.ts";

/** What carrying out works on, once it is known that nothing stands against it. */
export interface Carrying {
  readonly folder: UpFolder;
  /** Environments of which something is touched; `undefined` = all. */
  readonly scope: ReadonlySet<string> | undefined;
  readonly lock: StoreLock;
  readonly record: MeshRecord;
  readonly programs: ProgramOf;
}

/** A plan that is being carried out. */
export interface ApplyRun {
  readonly planned: RecordedPlan;
  readonly options: ApplyOptions;
  readonly carrying: Carrying;
  /** Brings a topology about, in the environments that are touched. */
  readonly bring: (
    topology: Topology,
    how: Pick<Bringing, "keepsRest" | "isProven" | "begin" | "afterWave">,
    /** Is done once it is known that nothing stands against it, before anything is recorded. */
    writeSecrets?: () => Promise<Result<void>>,
  ) => Promise<Result<BroughtAbout>>;
  readonly recording: Recording;
  /** What entries of the two meshes are called, as the plan calls them. */
  readonly names: Names;
  /** What was done by now, for a run that stops. */
  readonly done: Tally["counts"];
}

/** Gets ready to carry a plan out: credentials' places are found, and addresses are those of the manifest. */
export async function applyRun(
  planned: RecordedPlan,
  asked: ApplyOptions,
  carrying: Carrying,
): Promise<Result<ApplyRun>> {
  const { before, held } = planned.topologies;
  const names = planNames(before, held);
  const named = namedProgress(asked.progress, names);
  const done = tally();
  const progress = (event: ApplyEvent): void => {
    done.take(event);
    named(event);
  };
  const options = { ...asked, progress };
  const { host, store, analysis, manifestFolder } = options;
  const { folder, scope, lock, record, programs } = carrying;
  const files = await credentialFilesOf(analysis, host, manifestFolder);
  if (!files.ok) return files;
  const engines = new Map(options.engines.map((support) => [support.engine.name, support]));
  const bringing = {
    locate: analysis.locate,
    engines,
    programs,
    names,
    folder,
    store,
    lock,
    credentialFiles: files.value,
    options,
    mayLose: planned.mayLose,
    ...(scope && { scope }),
  };
  const report = createReporter(analysis.locate);
  const known = [...planned.topologies.held.mesh.environments.keys()];
  return success({
    planned,
    options,
    carrying,
    names,
    done: done.counts,
    recording: {
      host,
      store,
      record,
      environments: known.filter((name) => scope?.has(name) ?? true),
      gone: scope ? [] : [...record.environments.keys()].filter((name) => !known.includes(name)),
      folder: folder.path,
      compiler: planned.basis.compiler,
    },
    bring: (topology, how, writeSecrets) => {
      const addresses = declaredAddressing(topology, new Set(), report);
      return bringAbout(
        { ...bringing, topology, addressing: async () => success(addresses), ...how },
        record,
        writeSecrets,
      );
    },
  });
}
