import type { Result } from "../../compiler/diagnostics/result.ts";
import type { WorkloadInstance } from "../../compiler/model/workload.ts";
import { success } from "../diagnose.ts";
import type { Host, ProcessId } from "../host/host.ts";
import type { StateStore } from "../state/state-store.ts";
import { storedValues } from "../state/stored-values.ts";
import { versionsOf } from "../state/versions-of.ts";
import type { PlannedInstance } from "../up/carry-out.ts";
import type { EngineSupport } from "../up/engine-support.ts";
import type { Ground } from "../up/ground.ts";
import { filesNow } from "../up/files-now.ts";
import type { LookUp } from "../up/instance-files.ts";
import type { Limits } from "../up/limits.ts";
import type { MeshRecord, PlacedRecord } from "../up/mesh-record.ts";
import { planInstance } from "../up/plan-instance.ts";
import type { Progress } from "../up/up-event.ts";
import type { UpFolder } from "../up/up-folder.ts";
import { inParallel } from "../verify/in-parallel.ts";
import { revocationsUnderway } from "./begin-revocations.ts";
import { withoutRevoked } from "./revoked-references.ts";

/** A mesh that runs, as it is recorded, and what reaches it. */
export interface Situation {
  readonly host: Host;
  readonly manifestFolder: string;
  readonly folder: UpFolder;
  readonly store: StateStore;
  readonly record: MeshRecord;
  /** Processes that were seen to run, by instance. */
  readonly running: ReadonlyMap<string, ProcessId>;
  readonly engines: ReadonlyMap<string, EngineSupport>;
  readonly limits: Limits;
  readonly progress: Progress;
}

/**
 * The steps that bring each instance from the keys that it was given to those of now: none for most. What is to be is
 * what `up` or `apply` brought it to last, or was bringing it to; the manifest is not asked. Instances that `up` ended in order
 * are left out: it gives them new files when it starts them.
 */
export async function planRevocations(
  situation: Situation,
  ground: Ground,
): Promise<readonly PlannedInstance[]> {
  const renewed = new Set(revocationsUnderway(situation.record).map(({ identity }) => identity));
  const up = [...situation.record.instances()].filter(([, { record }]) => record.process !== undefined);
  const planned = await inParallel(
    up,
    ([name, placed]) => planOne({ ...situation, renewed }, ground, name, placed),
    16,
  );
  return planned.flatMap((each) => each ?? []);
}

async function planOne(
  { host, folder, running, engines, renewed }: Situation & { readonly renewed: ReadonlySet<string> },
  { lookUp }: Ground,
  name: string,
  { environment, record }: PlacedRecord,
): Promise<PlannedInstance | undefined> {
  const instance = wantedOf(record);
  const support = engines.get(record.engine);
  if (!instance || !support || !record.program) return undefined;
  const process = running.get(name);
  const versions = versionsOf(record);
  const values = { before: lookUp, now: lookUp };
  const files = process
    ? await filesNow(host, folder.instance(name), instance, versions, values)
    : { changedByHand: [], replaced: [] };
  const program = { ...record.program, minor: record.program.version.split(".").slice(0, 2).join(".") };
  const situation = { record, runs: process !== undefined, ...files };
  const isConcerned = versions.some((each) => JSON.stringify(each) !== JSON.stringify(withoutRevoked(each)));
  const all = isConcerned ? planInstance(instance, situation, support.engine, program) : [];
  // What is logged in with an old key is ended in any case, and what is with a new one has the rights of now.
  const steps = all.filter(({ kind, identity = "" }) => kind !== "reconnect" || !renewed.has(identity));
  const { broker, engine } = record;
  const workload = {
    broker,
    environment,
    engine,
    version: program.minor,
    instances: [instance],
    provisions: [],
  };
  return { workload, instance, steps, support, program, ...(process && { process }) };
}

/** What an instance is to be, with the keys of now. */
function wantedOf(record: PlacedRecord["record"]): WorkloadInstance | undefined {
  const last = record.underway?.at(-1) ?? record.applied;
  return last && withoutRevoked(last);
}

/** What is needed to change instances: the values of all that their files refer to, and the operator's seed. */
export async function groundOf({
  host,
  folder,
  store,
  record,
  engines,
  limits,
}: Situation): Promise<Result<Ground>> {
  const versions = [...record.instances().values()].flatMap((placed) => versionsOf(placed.record));
  const wanted = versions.map(withoutRevoked);
  const values = await storedValues([...versions, ...wanted], {
    mesh: record.mesh,
    secrets: store.secrets,
    host,
    folder,
  });
  if (!values.ok) return values;
  const seeds = new Map<string, string>();
  for (const { live } of engines.values()) {
    if (!live.logins) continue;
    const { systemIdentity } = live.logins;
    const system = await store.secrets.key(systemIdentity);
    if (!system.ok) return system;
    if (typeof system.value === "object") seeds.set(systemIdentity, system.value.seed);
  }
  const lookUp: LookUp = (reference) =>
    values.value(reference) ?? (reference.kind === "seed" ? seeds.get(reference.of) : undefined);
  return success({ host, folder, lookUp, limits, interrupted: () => false });
}

/** What a file of an instance refers to that is not there; `undefined` where all of it is. */
export function missingValue({ files }: WorkloadInstance, lookUp: LookUp): string | undefined {
  for (const part of files.flatMap(({ parts }) => parts)) {
    if (typeof part === "string" || lookUp(part) !== undefined) continue;
    return part.of;
  }
  return undefined;
}
