import { natsServerVersions } from "../../tools/nats-server.mjs";
import { memberName, publishedDomains, publisherName, type Reader, readers } from "./flow-kinds.ts";

/** Version of nats-server that all brokers run. */
export const serverVersion = process.env["DISTURBED_SERVER"] ?? natsServerVersions.at(-1) ?? "";

const broker = (environment: string) => ({ environment, engine: "nats", version: serverVersion });
const edge = (name: string, uplink: readonly string[]) => ({ ...broker(name), uplink });
const hub = (name: string) => ({ ...broker(name), replicas: 3, storage: { size: "10Gi" } });

/**
 * Two hubs of three instances that store, an edge that has both for its uplinks, one that has the hub that is no home, so
 * that what it publishes and reads goes over two links, and one there that stores. Applications follow from the kinds
 * of flows.
 */
export const manifest = {
  apiVersion: "meshc/v1",
  mesh: { name: "disturbed" },
  teams: { one: {} },
  environments: {
    north: { platform: "local" },
    south: { platform: "local" },
    harbour: { platform: "local", dialable: false },
    island: { platform: "local", dialable: false },
    mole: { platform: "local", dialable: false },
  },
  brokers: {
    north: hub("north"),
    south: hub("south"),
    harbour: edge("harbour", ["north", "south"]),
    island: edge("island", ["south"]),
    mole: { ...edge("mole", ["south"]), storage: { size: "1Gi" } },
  },
  domains: Object.fromEntries(
    publishedDomains.map(({ name, terms }) => [
      name,
      { owner: "one", topic: name, events: { made: {} }, ...terms },
    ]),
  ),
  applications: Object.fromEntries([...publishers(), ...readers.flatMap(members)]),
};

function publishers(): readonly (readonly [string, object])[] {
  return publishedDomains.flatMap((domain) =>
    domain.at.map((broker) => {
      const application = { team: "one", broker, publish: [`${domain.name}.made`] };
      return [publisherName(domain, broker), application] as const;
    }),
  );
}

function members(reader: Reader): readonly (readonly [string, object])[] {
  const isGroup = reader.at.length > 1;
  return reader.at.map((broker) => {
    const application = {
      team: "one",
      broker,
      subscribe: [`${reader.domain}.made`],
      ...(isGroup && { group: reader.name }),
      ...(reader.isDurable && !isGroup && { durable: true }),
    };
    return [memberName(reader, broker), application] as const;
  });
}
