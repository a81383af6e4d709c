import { ownListener } from "../own-listener.ts";
import type { LookUp } from "../up/instance-files.ts";
import type { ProvisionState } from "../../compiler/live.ts";
import type { Provision } from "../../compiler/model/workload.ts";
import type { EnvironmentState, InstanceRecord } from "../state/documents.ts";
import type { SecretReader } from "../state/secrets.ts";
import { versionsOf } from "../state/versions-of.ts";
import type { EngineSupport } from "../up/engine-support.ts";
import { endpointOf } from "../up/instance-endpoint.ts";
import { inParallel } from "../verify/in-parallel.ts";
import type { InstanceStatus, StoredStatus } from "./status-report.ts";

/** What comparing the insides of brokers needs. */
export interface ProvisionInspection {
  readonly secrets: SecretReader;
  readonly lookUp: LookUp;
  readonly engines: ReadonlyMap<string, EngineSupport>;
}

/** Compares what the brokers of an environment store with what was applied, each asked at one of its instances. */
export async function inspectProvisions(
  inspection: ProvisionInspection,
  { instances }: EnvironmentState,
  found: readonly InstanceStatus[],
): Promise<readonly StoredStatus[]> {
  const healthy = new Set(found.filter((each) => each.healthy).map(({ instance }) => instance));
  const records = Object.entries(instances).filter(([name]) => healthy.has(name));
  const storing = Object.values(instances).filter(({ provisions }) => provisions !== undefined);
  const stored = await inParallel(storing, async ({ broker, called = broker, provisions = [] }) => {
    const record = records.find(([, each]) => each.broker === broker)?.[1];
    const states = record ? await ask(inspection, record, provisions) : "no instance of it answers";
    return provisions.map((provision, index) => statusOf(called, provision, states, index));
  });
  return stored.flat();
}

/** The states in the order of the provisions, or why they cannot be told. */
async function ask(
  { secrets, lookUp, engines }: ProvisionInspection,
  record: InstanceRecord,
  provisions: readonly Provision[],
): Promise<readonly ProvisionState[] | string> {
  const support = engines.get(record.engine);
  const [version] = versionsOf(record);
  const store = support?.live.stored;
  const key = store && (await secrets.key(store.provisionerIdentity));
  if (!support || !store || !version || !key?.ok || typeof key.value !== "object")
    return "the key of who may ask is not there";
  try {
    const client = endpointOf(version, ownListener(support.engine), lookUp);
    return (await store.inspect(client, key.value.seed, provisions)) ?? "those that store do not agree";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function statusOf(
  broker: string,
  { kind, name, within }: Provision,
  states: readonly ProvisionState[] | string,
  index: number,
): StoredStatus {
  const state = typeof states === "string" ? undefined : states[index];
  return {
    broker,
    kind,
    name,
    ...(within !== undefined && { within }),
    state: state?.state ?? "unknown",
    why: state?.differences ?? [typeof states === "string" ? states : "it was not asked for"],
  };
}
