import { randomBytes } from "node:crypto";
import { jetstream } from "@nats-io/jetstream";
import { expect, test } from "vitest";
import type { UndrawnOf } from "../../../compiler/live.ts";
import type { Addressing } from "../../../compiler/model/address.ts";
import type { ConfigFile, Provision, WorkloadInstance } from "../../../compiler/model/workload.ts";
import { loopback } from "../../nats/loopback.ts";
import { natsLive } from "../../nats/nats-live.ts";
import { provisionMesh } from "../../nats/provision-mesh.ts";
import { type RunningMesh, startMesh } from "../../nats/running-mesh.ts";
import { slowProxy } from "../../nats/slow-proxy.ts";
import { type SmallMesh, topologyOf } from "../../nats/small-mesh.ts";
import { client } from "../../nats/stored-mesh.ts";
import { pause, until } from "../../nats/until.ts";
import { atVersion } from "../../nats/with-mesh.ts";

const small: SmallMesh = {
  brokers: { core: { role: "hub", storage: true }, site: { role: "edge", uplink: ["core"], storage: true } },
  domains: { orders: ["created"] },
  stored: ["orders"],
  applications: {
    shop: { broker: "site", publish: ["orders.created"] },
    billing: { broker: "core", subscribe: ["orders.created"], durable: true },
  },
};
/** So many that they take a minute at the pace of the test, and what a drawing that is begun anew leaves on its way no longer. */
const count = 60;

async function publishMany(mesh: RunningMesh): Promise<void> {
  const shop = await client(mesh, "shop", "site-0");
  const at = jetstream(shop);
  for (let sent = 0; sent < count; sent++)
    // What is compressed would pass too soon.
    await at.publish("orders.created", randomBytes(6_000).toString("base64"), { timeout: 20_000 });
  await shop.close();
}

/** The hub as it tells the proxy's address, where it tells its own by itself: past it nothing would be slow. */
function tellingProxy({ workloads }: RunningMesh, port: number): WorkloadInstance | undefined {
  const hub = workloads.flatMap(({ instances }) => instances).find(({ name }) => name === "core-0");
  const told = `$1  advertise: "127.0.0.2:${port}"`;
  const edited = (part: ConfigFile["parts"][number]) =>
    typeof part === "string"
      ? part.replace(/(leafnodes \{\n {2}listen: .*\n) {2}no_advertise: true/, told)
      : part;
  const files = hub?.files.map((file) => ({ ...file, parts: file.parts.map(edited) }));
  return hub && files && { ...hub, files };
}

/** Asks the home what it lacks, and the edge whether it may give up what it keeps. */
async function asking(mesh: RunningMesh) {
  const nats = await natsLive();
  const seed = mesh.keys.seed(nats.provisionerIdentity);
  const at = (instance: string) => ({ host: "127.0.0.1", port: mesh.server(instance).port("nats") });
  const provisions = mesh.workloads.flatMap((workload) => workload.provisions);
  const [source] = provisions.filter(({ drawn }) => drawn);
  if (!source) throw new Error("nothing is drawn");
  const lacks = async () => (await nats.lacking(at("core-0"), seed, ["orders"]))?.get(source.name);
  const elsewhere: Provision = { ...source, name: "elsewhere" };
  const change = { wanted: [], left: [source], everywhere: [elsewhere] };
  return {
    lacks,
    withheld: async (undrawnOf: UndrawnOf = lacks) =>
      (await nats.withheld(at("site-0"), seed, change, undrawnOf))?.map(({ why }) => why),
  };
}

test.concurrent.each(["2.10.26", "2.12.8", "2.15.1"])(
  "NATS %s: what an edge keeps counts as drawn up once its home has it, and not while it is on its way or cut off",
  async (version) => {
    const topology = topologyOf(atVersion(small, version), "up");
    const direct = await loopback(topology);
    const { port } = direct.bind("core-0", "leafnode");
    const addressing: Addressing = {
      ...direct,
      dial: (instance, listener, environment) =>
        listener === "leafnode" ? { host: "127.0.0.2", port } : direct.dial(instance, listener, environment),
    };
    const proxy = await slowProxy(port);
    const mesh = await startMesh(topology, version, { addressing });
    try {
      await provisionMesh(mesh);
      await mesh.server("core-0").stop();
      await publishMany(mesh);
      // What it was told before the hub went would lead it past the proxy.
      await mesh.restart("site-0");
      proxy.pace(10_000);
      await mesh.start("core-0", tellingProxy(mesh, port));
      const { lacks, withheld } = await asking(mesh);
      const told: (number | undefined)[] = [];
      await until(async () => {
        told.push(await lacks().catch(() => undefined));
        await pause(50);
        return (told.at(-1) ?? 0) > 0;
      }, 300_000);
      // A home that gets no answer asks again after 30 s, and while the first event is on its way the home says that there is none.
      expect(told.filter((events) => events === 0)).toEqual([]);
      expect(told.at(-1)).toBeGreaterThan(0);
      expect(await withheld()).toEqual([
        expect.stringMatching(/^[1-9]\d* of its events are not drawn up yet$/),
      ]);
      proxy.pace(Infinity);
      expect(await until(async () => (await lacks()) === 0, 60_000)).toBe(true);
      expect(await withheld()).toEqual([]);
      expect(await withheld(async () => undefined)).toEqual([
        "whether it is drawn up cannot be told at present",
      ]);
      await mesh.server("site-0").stop();
      await pause(4_000);
      expect(await lacks()).toBeUndefined();
    } finally {
      await mesh.stop();
      await proxy.close();
    }
  },
  420_000,
);
