import { invariant } from "../../compiler/diagnostics/invariant.ts";
import type { Result } from "../../compiler/diagnostics/result.ts";
import { lowerAll } from "../../compiler/emit/emit.ts";
import type { Topology } from "../../compiler/model/topology.ts";
import type { Provision, Workload } from "../../compiler/model/workload.ts";
import { certificateMakers } from "../certificates/certificate-makers.ts";
import { ensureCertificates, isCertificate } from "../certificates/ensure-certificates.ts";
import { givenCertificates } from "../certificates/given-certificates.ts";
import { success } from "../diagnose.ts";
import type { ProcessId } from "../host/host.ts";
import { ensureIdentities } from "../identities.ts";
import { newPasswordPair } from "../password-pair.ts";
import { generatedSecrets } from "../references/generated-secrets.ts";
import type { MeshState } from "../state/documents.ts";
import { storedValues } from "../state/stored-values.ts";
import { versionsOf } from "../state/versions-of.ts";
import { inParallel } from "../verify/in-parallel.ts";
import type { Bringing } from "./bringing.ts";
import type { PlannedInstance } from "./carry-out.ts";
import type { EngineSupport } from "./engine-support.ts";
import type { Ground } from "./ground.ts";
import { knownPorts } from "./known-ports.ts";
import { filesNow } from "./files-now.ts";
import type { LookUp } from "./instance-files.ts";
import { usualLimits } from "./limits.ts";
import type { MeshRecord } from "./mesh-record.ts";
import { planInstance } from "./plan-instance.ts";
import { wantedProgram } from "./program-of.ts";
import { randomPassword } from "./random-password.ts";
import { withoutNeedless } from "./without-needless.ts";

/** What is to be done, and the values of references: as they will be, and as they were. */
export interface Prepared {
  readonly ground: Ground;
  readonly before: LookUp;
  readonly planned: readonly PlannedInstance[];
  /** What is inside brokers that are left as they are. */
  readonly elsewhere: readonly Provision[];
}

/**
 * Gives out ports, makes workloads and keys, and decides what each instance takes. What was made stands in the record,
 * which is left to save.
 */
export async function prepare(
  { topology, names = topology.mesh.names, locate, ...bringing }: Bringing,
  record: MeshRecord,
  running: ReadonlyMap<string, ProcessId>,
): Promise<Result<Prepared>> {
  const { engines, programs, addressing, folder, store, options, scope } = bringing;
  const { host, interruption, limits = usualLimits } = options;
  const records = new Map([...record.instances()].map(([name, placed]) => [name, placed.record]));
  const known = knownPorts(records, (name) => running.has(name));
  const addresses = await addressing(known);
  if (!addresses.ok) return addresses;
  const recorded = [...record.instances().values()].flatMap((placed) => versionsOf(placed.record));
  const secrets = store.secrets.encryptedTo(topology.mesh.recipients);
  const stored = { mesh: record.mesh, secrets, host, folder };
  const before = await storedValues(recorded, stored);
  if (!before.ok) return before;
  const compilers = new Map([...engines].map(([name, { engine }]) => [name, engine]));
  const isTouched = (environment: string) => scope?.has(environment) ?? true;
  const lowered = lowerAll(topology, compilers, addresses.value);
  const workloads = lowered.filter(({ environment }) => isTouched(environment));
  const secretMakers = {
    newKeyPair(engine: string) {
      const { live } = supportOf(engines, engine);
      invariant(live.newKeyPair, `nobody logs in by nkey at ${engine}`);
      return live.newKeyPair();
    },
    newPasswordPair: () => newPasswordPair(host),
    newPassword: () => randomPassword(host),
  };
  const generated = generatedSecrets(record.mesh, secrets, secretMakers);
  const reading = { host, folder: options.manifestFolder, generated, seconds: limits.reference };
  const given = await givenCertificates(workloads, topology, locate, reading);
  if (!given.ok) return given;
  const identities = await ensureIdentities(workloads, generated.state(), secrets, secretMakers);
  if (!identities.ok) return identities;
  const makers = certificateMakers(host, topology.mesh.name);
  const certificates = await ensureCertificates(workloads, identities.value.state, secrets, makers);
  if (!certificates.ok) return certificates;
  record.setMesh(speaking(certificates.value.state, topology));
  const interrupted = () => interruption?.aborted ?? false;
  const lookUp: LookUp = (reference) => {
    if (reference.kind === "given") return given.value(reference);
    return isCertificate(reference)
      ? certificates.value.lookUp(reference)
      : identities.value.lookUp(reference);
  };
  const ground: Ground = { host, folder, lookUp, limits, interrupted, ...(names && { names }) };
  const planning = { ground, before: before.value, record, running, engines, programs, topology };
  const plan = (workload: Workload) => planWorkload(workload, planning);
  const planned = (await inParallel(workloads, plan, 16)).flat();
  const elsewhere = [...record.instances().values()].flatMap((placed) =>
    isTouched(placed.environment) ? [] : (placed.record.provisions ?? []),
  );
  return success({ ground, before: before.value, planned: withoutNeedless(topology, planned), elsewhere });
}

/** The mesh's document with what is spoken now; the same object where that does not change. */
function speaking(state: MeshState, { brokers }: Topology): MeshState {
  const tls = [...brokers.values()].some((node) => node.tls);
  if (tls === (state.tls ?? false)) return state;
  const { tls: _before, ...rest } = state;
  return { ...rest, ...(tls && { tls }) };
}

interface Planning extends Pick<Bringing, "engines" | "programs" | "topology"> {
  readonly ground: Ground;
  /** Finds the values that were there before anything was made. */
  readonly before: LookUp;
  readonly record: MeshRecord;
  readonly running: ReadonlyMap<string, ProcessId>;
}

async function planWorkload(workload: Workload, planning: Planning): Promise<readonly PlannedInstance[]> {
  const { ground, record, running } = planning;
  const values = { before: planning.before, now: ground.lookUp };
  const support = supportOf(planning.engines, workload.engine);
  const wanted = wantedProgram(planning.topology, workload);
  const planned: PlannedInstance[] = [];
  for (const instance of workload.instances) {
    const { name } = instance;
    const before = record.instance(name)?.record;
    // What never came up may be the fault of its program, and another one may be named by now.
    const named = before?.applied ? undefined : planning.programs(wanted, undefined);
    const program = named ?? planning.programs(wanted, before?.program);
    invariant(program, `no program was found for ${workload.engine} ${wanted.exact ?? wanted.version}`);
    const process = running.get(name);
    const own = ground.folder.instance(name);
    const situation = {
      ...(before && { record: before }),
      runs: process !== undefined,
      ...(process ? await filesNow(ground.host, own, instance, versionsOf(before), values) : untouched),
    };
    const steps = planInstance(instance, situation, support.engine, program);
    planned.push({ workload, instance, steps, support, program, ...(process && { process }) });
  }
  return planned;
}

const untouched = { changedByHand: [], replaced: [] };

function supportOf(engines: ReadonlyMap<string, EngineSupport>, name: string): EngineSupport {
  const support = engines.get(name);
  invariant(support, `engine ${name} is not among those that can be run`);
  return support;
}
