import { hostPort } from "../../kit/host-port.ts";
import { natsKey, natsString, natsValue, type NatsValue } from "../../kit/nats-value.ts";
import { template } from "../../kit/template.ts";
import type { Endpoint } from "../../../compiler/model/address.ts";
import type { Json } from "../../../compiler/model/json.ts";
import type { Authority, ConfigFile } from "../../../compiler/model/workload.ts";
import { fileNames } from "./files.ts";
import type { JetStreamBlock } from "./jetstream.ts";
import { meshTls, printTls, shownTls } from "./print-tls.ts";
import { specification } from "./templates/nats-conf.generated.ts";

/** What stands in an instance's `nats.conf`; an absent part is a block that it does not need. */
export interface MainFile {
  readonly serverName: string;
  readonly listen: Endpoint;
  readonly management: Endpoint;
  /** Top-level settings in the order printed. */
  readonly settings: readonly (readonly [string, Json])[];
  readonly cluster?: { readonly name: string; readonly listen: Endpoint };
  readonly gateway?: { readonly name: string; readonly listen: Endpoint };
  /** `told`: the address that it tells leaves; absent = none, or its own where it cannot but tell one. */
  readonly leafnodes?: { readonly listen?: Endpoint; readonly told?: Endpoint; readonly dials: boolean };
  /** Set where all of them speak TLS: whether clients and leaf links are shown a certificate of the broker's own. */
  readonly tls?: { readonly hasOwn: boolean };
  readonly jetstream?: JetStreamBlock;
  readonly mqtt?: MqttBlock;
}

/** Bytes of events in memory: meshc stores in files, and a server would take three quarters of the machine's. */
const maxMemoryStore = 64 * 2 ** 20;

/** How MQTT clients are served. */
export interface MqttBlock {
  readonly listen: Endpoint;
  /** On how many servers what is kept for MQTT clients is. */
  readonly replicas: number;
  /** In the order printed. */
  readonly settings: readonly (readonly [string, Json])[];
}

type Values = {
  readonly serverName: NatsValue;
  readonly listen: NatsValue;
  readonly management: NatsValue;
  readonly settings: Printed;
  readonly tls: NatsValue | false;
  readonly cluster: Named | false;
  readonly gateway: Named | false;
  readonly leafnodes:
    | {
        readonly listen: NatsValue | false;
        readonly told: NatsValue | false;
        readonly dials: boolean;
        readonly tls: NatsValue | false;
      }
    | false;
  readonly jetstream: { readonly [key in "domain" | "maxMemoryStore" | "maxFileStore"]: NatsValue } | false;
  readonly mqtt:
    | {
        readonly listen: NatsValue;
        readonly tls: NatsValue | false;
        readonly replicas: NatsValue;
        readonly settings: Printed;
      }
    | false;
};
type Printed = readonly { readonly key: NatsValue; readonly value: NatsValue }[];
type Named = { readonly name: NatsValue; readonly listen: NatsValue; readonly tls: NatsValue | false };

const fill = template<"nats.conf", Values>(specification);

/** Lays out `nats.conf`. Settings stand one a line, unindented; everything with a secret is included. */
export function printMain(main: MainFile): ConfigFile {
  const shown = (knows?: Authority) => main.tls !== undefined && printTls(shownTls(main.tls.hasOwn, knows));
  const amongServers = main.tls !== undefined && printTls(meshTls());
  const text = fill({
    serverName: natsString(main.serverName),
    listen: address(main.listen),
    management: address(main.management),
    settings: printed(main.settings),
    tls: shown(),
    cluster: main.cluster ? named(main.cluster, amongServers) : false,
    gateway: main.gateway ? named(main.gateway, amongServers) : false,
    leafnodes: main.leafnodes
      ? {
          listen: main.leafnodes.listen ? address(main.leafnodes.listen) : false,
          told: main.leafnodes.told ? address(main.leafnodes.told) : false,
          dials: main.leafnodes.dials,
          tls: shown("links"),
        }
      : false,
    jetstream: main.jetstream
      ? {
          domain: natsString(main.jetstream.domain),
          maxMemoryStore: natsValue(maxMemoryStore),
          maxFileStore: natsValue(main.jetstream.maxFileStore),
        }
      : false,
    mqtt: main.mqtt
      ? {
          listen: address(main.mqtt.listen),
          tls: shown(),
          replicas: natsValue(main.mqtt.replicas),
          settings: printed(main.mqtt.settings),
        }
      : false,
  });
  return { path: fileNames.main, mode: 0o444, parts: [text] };
}

function printed(settings: MainFile["settings"]): Printed {
  return settings.map(([key, value]) => ({ key: natsKey(key), value: natsValue(value) }));
}

function named(block: { readonly name: string; readonly listen: Endpoint }, tls: Named["tls"]): Named {
  return { name: natsString(block.name), listen: address(block.listen), tls };
}

function address(endpoint: Endpoint): NatsValue {
  return natsString(hostPort(endpoint));
}
