import type { Addressing } from "../../../compiler/model/address.ts";
import type { Json } from "../../../compiler/model/json.ts";
import type { InstancePlace } from "../../../compiler/model/mesh.ts";
import type { BrokerNode, Topology } from "../../../compiler/model/topology.ts";
import type {
  BoundListener,
  ConfigFile,
  Workload,
  WorkloadInstance,
} from "../../../compiler/model/workload.ts";
import { knownBy } from "../../kit/shown-certificates.ts";
import { bridgesOf } from "./bridges-of.ts";
import { bridgeFiles } from "./bridge-files.ts";
import { derivedSettings } from "./derived-settings.ts";
import { fileNames } from "./files.ts";
import { printMain } from "./print-main.ts";
import { printShownCertificate } from "./print-tls.ts";
import { type LocalRights, printAcl, printPasswords } from "./print-users.ts";
import { settingsOf } from "./settings-of.ts";

const listener = "mqtt";

/** Turns the Mosquitto brokers of a mesh into workloads, in the order of the topology. */
export function lower(topology: Topology, addressing: Addressing): readonly Workload[] {
  const workloads: Workload[] = [];
  const rights = rightsByBroker(topology);
  for (const node of topology.brokers.values()) {
    const { broker, version } = node;
    if (broker.engine !== "mosquitto") continue;
    const bridges = bridgesOf(topology, broker.name).flatMap((link) =>
      bridgeFiles(link, topology, addressing),
    );
    const settings = { ...derivedSettings(topology, broker.name), ...broker.settings };
    const shared = [...rightsFiles(rights.get(broker.name) ?? [], node), ...bridges];
    workloads.push({
      broker: broker.name,
      environment: broker.environment.name,
      engine: "mosquitto",
      version,
      instances: broker.instances.map((place) =>
        lowerInstance(place, { node, settings, files: shared, dials: bridges.length > 0 }, addressing),
      ),
      provisions: [],
    });
  }
  return workloads;
}

/** Who may do what at each broker, in the order of the topology. */
function rightsByBroker({ identities }: Topology): ReadonlyMap<string, readonly LocalRights[]> {
  const rights = new Map<string, LocalRights[]>();
  for (const identity of identities)
    for (const [broker, grants] of identity.at) {
      const known = rights.get(broker);
      if (known) known.push({ identity, grants });
      else rights.set(broker, [{ identity, grants }]);
    }
  return rights;
}

function rightsFiles(rights: readonly LocalRights[], { broker }: BrokerNode): readonly ConfigFile[] {
  const instances = broker.instances.map(({ name }) => name);
  return [printPasswords(rights), printAcl(rights, instances)];
}

/** What is the same for all instances of a broker. */
interface Shared {
  readonly node: BrokerNode;
  /** As written, over what is derived. */
  readonly settings: { readonly [key: string]: Json };
  readonly files: readonly ConfigFile[];
  readonly dials: boolean;
}

function lowerInstance(
  place: InstancePlace,
  { node: { broker, tls }, settings, files, dials }: Shared,
  addressing: Addressing,
): WorkloadInstance {
  const listen = addressing.bind(place.name, listener);
  const main = printMain({
    listen,
    settings: settingsOf(settings),
    ...(tls && { tls: { hasOwn: broker.certificate !== undefined } }),
    dials,
  });
  const shown = tls ? printShownCertificate(broker, place.name, addressing.namesOf(place.name)) : [];
  const [authority] = knownBy(broker);
  const bound: BoundListener = {
    name: listener,
    address: listen.host,
    port: listen.port,
    ...(tls && { tls, ...(authority && { knownBy: authority }) }),
  };
  return {
    name: place.name,
    ...(place.host && { host: place.host.name }),
    files: [main, ...files, ...shown],
    command: { program: "mosquitto", arguments: ["-c", fileNames.main] },
    listeners: [bound],
    health: { kind: "tcp", listener },
    reload: { signal: "SIGHUP" },
    stop: { signal: "SIGTERM", graceSeconds: 10 },
  };
}
