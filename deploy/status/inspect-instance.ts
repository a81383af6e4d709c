import type { Observation } from "../../compiler/live.ts";
import type { WorkloadInstance } from "../../compiler/model/workload.ts";
import { isConnected } from "../expected-peers.ts";
import type { Host } from "../host/host.ts";
import type { InstanceRecord } from "../state/documents.ts";
import { versionsOf } from "../state/versions-of.ts";
import type { EngineSupport } from "../up/engine-support.ts";
import { poll } from "../up/poll.ts";
import { answers } from "../up/answers.ts";
import { observedAt } from "../up/observed-at.ts";
import { changedByHand, type LookUp } from "../up/instance-files.ts";
import type { OurProcesses } from "../up/our-processes.ts";
import type { UpFolder } from "../up/up-folder.ts";
import { certificatesOf } from "./certificates-of.ts";
import type { InstanceStatus } from "./status-report.ts";

/** What inspecting instances needs. */
export interface Inspection {
  readonly host: Host;
  readonly folder: UpFolder;
  readonly lookUp: LookUp;
  readonly engines: ReadonlyMap<string, EngineSupport>;
  readonly processes: OurProcesses;
}

/** Compares one instance with its record. */
export async function inspectInstance(
  inspection: Inspection,
  name: string,
  record: InstanceRecord,
): Promise<InstanceStatus> {
  const [intended] = versionsOf(record);
  const runs = isRunning(inspection, name, record);
  const { observed, healthy } = await howItIs(inspection, name, record, runs);
  const links = (record.peers ?? []).map((peer) => ({
    ...(peer.link !== undefined && { name: peer.called ?? peer.link }),
    what: peer.what,
    connected: observed !== undefined && isConnected(peer, observed.peers),
  }));
  const silent = runs && !healthy ? [whyUnhealthy(name, observed)] : [];
  const drift = [
    ...silent,
    ...drifted(record, runs, observed),
    ...(await fileDrift(inspection, name, record)),
  ];
  const broker = record.called ?? record.broker;
  const certificates = intended
    ? certificatesOf(intended, broker, inspection.lookUp, inspection.host.now())
    : [];
  const shown = certificates.length > 0 && { certificates };
  return { name: broker, instance: name, healthy, links, drift, ...shown };
}

interface HowItIs {
  readonly observed: Observation | undefined;
  readonly healthy: boolean;
}

/** Seconds in which one that runs has to answer well: a busy machine can hold a sound server up for three and more. */
const patience = 8;

async function howItIs(
  inspection: Inspection,
  name: string,
  record: InstanceRecord,
  runs: boolean,
): Promise<HowItIs> {
  const [intended] = versionsOf(record);
  let observed: Observation | undefined;
  const healthy = await poll(inspection.host, runs ? patience : 0, async () => {
    observed = intended && (await observe(inspection, record, intended));
    const well = runs && observed?.instance === name && (await answersWell(inspection, intended));
    return well ? true : undefined;
  });
  return { observed, healthy: healthy === true };
}

function whyUnhealthy(name: string, observed: Observation | undefined): string {
  if (!observed) return "it runs and does not answer";
  return observed.instance === name
    ? "it answers that it is not ready"
    : `${observed.instance} answers in its place`;
}

function isRunning({ processes }: Inspection, name: string, { process }: InstanceRecord): boolean {
  return (processes.get(name) ?? []).some(({ pid, born }) => pid === process?.pid && born === process.born);
}

async function observe(
  { engines, lookUp }: Inspection,
  { engine }: InstanceRecord,
  instance: WorkloadInstance,
): Promise<Observation | undefined> {
  return engines.get(engine)?.live.observe(observedAt(instance, lookUp));
}

async function answersWell({ host }: Inspection, instance: WorkloadInstance | undefined): Promise<boolean> {
  return instance !== undefined && answers(host, instance, "agreedPath");
}

function drifted(
  record: InstanceRecord,
  runs: boolean,
  observed: Observation | undefined,
): readonly string[] {
  const found: string[] = [];
  if (!record.process) found.push("it is down");
  else if (!runs) found.push("its process has ended");
  if (record.underway) found.push("a change of it was begun and not seen to end");
  const [wanted, runsOn] = [record.program?.version, observed?.version];
  if (runsOn !== undefined && wanted !== undefined && runsOn !== wanted) {
    found.push(`it runs version ${runsOn}, not ${wanted}`);
  }
  return found;
}

async function fileDrift(
  { host, folder, lookUp }: Inspection,
  name: string,
  record: InstanceRecord,
): Promise<readonly string[]> {
  // One that never ran may have no files yet, and nobody took them away.
  if (!record.applied && !record.process) return [];
  const changed = await changedByHand(host, folder.instance(name), versionsOf(record), lookUp);
  return changed.map((path) => `${path} was changed by hand`);
}
