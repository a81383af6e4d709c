import { isBrokerEngine } from "../../compiler/target.ts";
import { ownListener } from "../own-listener.ts";
import type { Endpoint } from "../../compiler/model/address.ts";
import type { LiveStore, ProvisionChange, ServerChange } from "../../compiler/live.ts";
import type { Provision, WorkloadInstance } from "../../compiler/model/workload.ts";
import type { PlannedInstance } from "./carry-out.ts";
import { versionsOf } from "../state/versions-of.ts";
import { endpointOf } from "./instance-endpoint.ts";
import type { LookUp } from "./instance-files.ts";
import { type KeptElsewhere, keptElsewhere } from "./kept-elsewhere.ts";
import type { MeshRecord } from "./mesh-record.ts";
import { provisionName } from "../../compiler/model/provision-name.ts";

/** What changes inside one broker, and where it is asked. */
export interface BrokerChange extends ProvisionChange {
  readonly broker: string;
  /** The instance that is asked, the first. */
  readonly instance: string;
  /** What was to be inside it until now. */
  readonly recorded: readonly Provision[];
  /** What of `left` the manifest had until now. */
  readonly newlyLeft: readonly Provision[];
  readonly store: LiveStore;
  readonly client: Endpoint;
  /** Whether who makes streams may log in there; else what is left can be neither asked for nor changed. */
  readonly isOpen: boolean;
  /** Where it is asked as it runs now, before anything is changed; absent where it does not run. */
  readonly before?: Endpoint;
  /** Other brokers where what is wanted was kept until now. */
  readonly keptElsewhere: KeptElsewhere;
  /** Its servers; of `before` none while nothing was made inside it. */
  readonly servers: ServerChange;
}

/**
 * What changes inside each broker, against what is recorded of it; values of references now, and as they were.
 * `elsewhere` is what is inside brokers that are left as they are.
 */
export function provisionChanges(
  record: MeshRecord,
  planned: readonly PlannedInstance[],
  elsewhere: readonly Provision[],
  lookUp: LookUp,
  lookUpBefore: LookUp,
): readonly BrokerChange[] {
  const brokers = planned.filter(({ support }) => isBrokerEngine(support.engine));
  const first = new Map(brokers.toReversed().map((each) => [each.workload.broker, each]));
  const wanted = [...first.values()].flatMap(({ workload }) => workload.provisions);
  const everywhere = [...wanted, ...elsewhere];
  const names = new Set(everywhere.map(provisionName));
  const isElsewhere = (each: Provision) => names.has(provisionName(each));
  const wasElsewhere = keptElsewhere(record);
  return [...first].toReversed().flatMap(([broker, { workload, instance, support, process }]) => {
    const { engine, live } = support;
    const { now, before, servers } = recordedAt(record, broker, engine.name);
    const listener = ownListener(engine);
    if (!live.stored) return [];
    const placed = record.instance(instance.name)?.record;
    // What another engine runs in its place is not asked: nothing of this one is inside it.
    const [running] = process && placed?.engine === engine.name ? versionsOf(placed) : [];
    const own = new Set(workload.provisions.map(provisionName));
    const shares = live.stored.sharesNames(workload.instances);
    // Of servers that store by themselves others have nothing, be it of the same name.
    const isGone = (each: Provision) => (shares ? !isElsewhere(each) : !own.has(provisionName(each)));
    const newlyLeft = now.filter(isGone);
    return {
      broker,
      instance: instance.name,
      store: live.stored,
      client: endpointOf(instance, listener, lookUp),
      isOpen: knows(instance, live.stored.provisionerIdentity),
      ...(running && { before: endpointOf(running, listener, lookUpBefore) }),
      wanted: workload.provisions,
      recorded: now,
      left: [...newlyLeft, ...before.filter(isGone)],
      newlyLeft,
      everywhere,
      keptElsewhere: wasElsewhere,
      servers: { broker, before: servers, after: workload.instances },
    };
  });
}

/** Whether an instance lets an identity in. */
function knows({ files }: WorkloadInstance, identity: string): boolean {
  return files.some(({ parts }) =>
    parts.some((part) => typeof part === "object" && part.kind === "publicKey" && part.of === identity),
  );
}

/** What an engine had inside a broker when it was last brought about, and what was left there before. */
function recordedAt(record: MeshRecord, broker: string, engine: string) {
  const records = [...record.instances().values()].map((placed) => placed.record);
  const own = records.filter((one) => one.broker === broker && one.engine === engine);
  const now = own.flatMap(({ provisions = [] }) => provisions);
  const before = own.flatMap(({ left = [] }) => left);
  const versions = own.flatMap((one) => versionsOf(one).slice(0, 1));
  // What MQTT clients left there is made by the server itself.
  const holds = now.length + before.length > 0 || versions.some((one) => listensTo(one, "mqtt"));
  return { now, before, servers: holds ? versions : [] };
}

function listensTo({ listeners }: WorkloadInstance, listener: string): boolean {
  return listeners.some(({ name }) => name === listener);
}
