import { expect, test } from "vitest";
import { engineSupports } from "../../deploy/engine-supports.ts";
import { leftAlone } from "../../deploy/up/left-alone.ts";
import { engines } from "../../targets/engines/index.ts";

interface Placed {
  readonly name: string;
  readonly environment?: string;
  readonly broker?: string;
  readonly beside?: string;
  readonly agrees?: true;
}

interface Case {
  readonly recorded: readonly Placed[];
  /** Servers of `ha` as they are to be. */
  readonly servers: readonly string[];
  readonly listeners?: readonly string[];
  readonly engine?: string;
}

function endingOf({ recorded, servers, listeners = ["nats"], engine = "nats" }: Case): readonly string[] {
  const records = recorded.map(({ name, environment = "here", broker = "ha", beside, agrees }) => {
    const health = { kind: "http", ...(agrees && { agreedPath: "/healthz" }) };
    const applied = { name, health, ...(beside !== undefined && { beside }) };
    return [name, { environment, record: { broker, applied } }] as const;
  });
  const support = engineSupports(engines).find((one) => one.engine.name === engine);
  const instances = servers.map((name) => ({ name, listeners: listeners.map((each) => ({ name: each })) }));
  const workload = { broker: "ha", environment: "here", instances };
  const planned = instances.map((instance) => ({ workload, instance, support, steps: [] }));
  const record = { instances: () => new Map(records) };
  return leftAlone(record as never, planned as never).flatMap(({ ending }) => ending);
}

const three = ["ha-2", "ha-0", "ha-1"].map((name) => ({ name }));

test.each<[string, Case, readonly string[]]>([
  ["those beside one that is to know no others", { recorded: three, servers: ["ha-0"] }, ["ha-1", "ha-2"]],
  ["nobody where there was nobody beside it", { recorded: three.slice(1, 2), servers: ["ha-0"] }, []],
  ["nobody where several stay", { recorded: three, servers: ["ha-0", "ha-1"] }, []],
  [
    "nobody where the one that stays goes on to know others",
    { recorded: three, servers: ["ha-0"], listeners: ["nats", "cluster"] },
    [],
  ],
  [
    "nobody of another broker, or of another environment, or that carries a link",
    {
      recorded: [
        { name: "hb-0", broker: "hb" },
        { name: "ha-1", environment: "there" },
        { name: "link.ha.uplink", beside: "ha-0" },
      ],
      servers: ["ha-0"],
    },
    [],
  ],
  [
    "nobody who agrees with others on what is stored",
    { recorded: [...three.slice(1), { name: "ha-2", agrees: true }], servers: ["ha-0"] },
    ["ha-1"],
  ],
  [
    "nobody where servers know no others anyway",
    { recorded: three, servers: ["ha-0"], engine: "mosquitto" },
    [],
  ],
])("with it end %s", (_, changed, ending) => {
  expect(endingOf(changed)).toEqual(ending);
});
