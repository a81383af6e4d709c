import { expect, test } from "vitest";
import type { Provision, WorkloadInstance } from "../../compiler/model/workload.ts";
import type { PlannedInstance } from "../../deploy/up/carry-out.ts";
import { engineSupports } from "../../deploy/engine-supports.ts";
import type { MeshRecord } from "../../deploy/up/mesh-record.ts";
import { provisionChanges } from "../../deploy/up/provision-changes.ts";
import { engines } from "../../targets/engines/index.ts";

const stream = (name: string): Provision => ({ kind: "stream", name, settings: {}, stage: 1 });

function instance(name: string, ...listeners: readonly string[]): WorkloadInstance {
  const [first = "nats", ...others] = listeners;
  const bound = [first, ...others].map((each, index) => ({ name: each, port: 4000 + index }));
  return { name, files: [], listeners: bound } as unknown as WorkloadInstance;
}

interface Case {
  /** Listeners of the broker's one server, and what is made at it. */
  readonly listeners: readonly string[];
  readonly wanted?: readonly Provision[];
  /** What is made at brokers beside it. */
  readonly elsewhere?: readonly Provision[];
  /** What was made at it before, and by which engine. */
  readonly made: readonly Provision[];
  readonly by?: string;
  readonly mqtt?: boolean;
}

/** What changes inside a broker of NATS. */
function changeOf({ listeners, wanted = [], elsewhere = [], made, by = "nats", mqtt = false }: Case) {
  const support = engineSupports(engines).find(({ engine }) => engine.name === "nats");
  if (!support) throw new Error("there is no NATS");
  const now = instance("ha-0", ...listeners);
  const applied = instance("ha-0", ...(mqtt ? ["nats", "mqtt"] : listeners));
  const placed = { environment: "here", record: { broker: "ha", engine: by, applied, provisions: made } };
  const records = new Map([["ha-0", placed]]);
  const record = { instance: (name: string) => records.get(name), instances: () => records };
  const workload = { broker: "ha", engine: "nats", instances: [now], provisions: wanted };
  const planned = [{ workload, instance: now, support, steps: [] }];
  const none = () => undefined;
  const [change] = provisionChanges(
    record as unknown as MeshRecord,
    planned as unknown as readonly PlannedInstance[],
    elsewhere,
    none,
    none,
  );
  return { left: change?.left.map(({ name }) => name), servers: change?.servers.before.length };
}

const orders = stream("orders");

test.each<[string, Case, { readonly left: readonly string[]; readonly servers: number }]>([
  [
    "what is wanted nowhere any more is left where it is",
    { listeners: ["nats", "cluster"], made: [orders] },
    { left: ["orders"], servers: 1 },
  ],
  [
    "what another hub is to keep is left nowhere: hubs keep it together",
    { listeners: ["nats", "cluster"], made: [orders], elsewhere: [orders] },
    { left: [], servers: 1 },
  ],
  [
    "what another hub is to keep is left at a broker that stores by itself",
    { listeners: ["nats"], made: [orders], elsewhere: [orders] },
    { left: ["orders"], servers: 1 },
  ],
  [
    "what a broker that stores by itself goes on keeping is not left",
    { listeners: ["nats"], made: [orders], wanted: [orders] },
    { left: [], servers: 1 },
  ],
  [
    "what MQTT clients left at a server counts as held",
    { listeners: ["nats"], made: [], mqtt: true },
    { left: [], servers: 1 },
  ],
  [
    "what another engine ran in its place holds nothing of this one",
    { listeners: ["nats"], made: [orders], mqtt: true, by: "mosquitto" },
    { left: [], servers: 0 },
  ],
])("%s", (_title, said, expected) => {
  expect(changeOf(said)).toEqual(expected);
});
