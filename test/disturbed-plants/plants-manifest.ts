import { memberName, publisherName } from "../disturbed/flow-kinds.ts";
import type { Flows } from "../disturbed/traffic.ts";
import type { Networks } from "../namespaces/world-script.ts";

/** What flows. */
export interface PlantsFlows extends Flows {
  /** Names of the applications that speak NATS; the others speak MQTT. */
  readonly overNats: readonly string[];
}

/** Addresses of the hosts, each of which is a site of its name. */
export const addresses = {
  "core-0": "203.0.113.10",
  "core-1": "203.0.113.11",
  "core-2": "203.0.113.12",
  oslo: "10.0.0.2",
  line: "10.0.0.3",
  bergen: "10.0.0.2",
} as const;

/** A host of the mesh. */
export type Host = keyof typeof addresses;

/** Hosts of the hub, one for each of its instances, which have the same names. */
export const hubHosts = ["core-0", "core-1", "core-2"] as const;

/** Links that dial the hub. */
export const hubLinks = ["oslo.uplink", "bergen.uplink"] as const;

/** Two plants behind a NAT each; in one of them a line with a broker of its own. */
export const networks: Networks = {
  nats: [
    { name: "oslo-nat", address: "203.0.113.21" },
    { name: "bergen-nat", address: "203.0.113.22" },
  ],
  sites: [
    ...hubHosts.map((name) => ({ name, address: addresses[name] })),
    { name: "oslo", address: addresses.oslo, nat: "oslo-nat" },
    { name: "line", address: addresses.line, nat: "oslo-nat" },
    { name: "bergen", address: addresses.bergen, nat: "bergen-nat" },
  ],
};

const hosts = (...names: readonly Host[]) => ({
  platform: "hosts",
  hosts: Object.fromEntries(names.map((name) => [name, { address: addresses[name] }])),
});
const mosquitto = (environment: string, name: Host, uplink: string) => ({
  environment,
  engine: "mosquitto",
  hosts: [name],
  uplink,
});

/** A NATS hub of three instances, the Mosquittos of two plants below it, and that of a line below one of these. */
export function plantsManifest(flows: PlantsFlows): object {
  return {
    apiVersion: "meshc/v1",
    mesh: { name: "plants" },
    teams: { one: {} },
    environments: {
      cloud: hosts(...hubHosts),
      oslo: { ...hosts("oslo", "line"), dialable: false },
      bergen: { ...hosts("bergen"), dialable: false },
    },
    brokers: {
      core: { environment: "cloud", engine: "nats", hosts: hubHosts, storage: { size: "10Gi" } },
      oslo: mosquitto("oslo", "oslo", "core"),
      bergen: mosquitto("bergen", "bergen", "core"),
      line: mosquitto("oslo", "line", "oslo"),
    },
    domains: Object.fromEntries(
      flows.domains.map(({ name, terms }) => [
        name,
        { owner: "one", topic: name, events: { made: {} }, ...terms },
      ]),
    ),
    applications: Object.fromEntries([...publishers(flows), ...readers(flows)]),
  };
}

type Entry = readonly [string, object];

function publishers(flows: PlantsFlows): readonly Entry[] {
  return flows.domains.flatMap((domain) =>
    domain.at.map((broker): Entry => {
      const name = publisherName(domain, broker);
      return [name, { ...attached(flows, name, broker), publish: [`${domain.name}.made`] }];
    }),
  );
}

function readers(flows: PlantsFlows): readonly Entry[] {
  return flows.readers.flatMap((reader) =>
    reader.at.map((broker): Entry => {
      const name = memberName(reader, broker);
      const subscribe = [`${reader.domain}.made`];
      // Over MQTT there are no durables: a client that asks for its session to stay gets what came meanwhile.
      const durable = reader.isDurable && flows.overNats.includes(name);
      return [name, { ...attached(flows, name, broker), subscribe, durable }];
    }),
  );
}

function attached({ overNats }: PlantsFlows, name: string, broker: string): object {
  return { team: "one", broker, protocol: overNats.includes(name) ? "nats" : "mqtt" };
}
