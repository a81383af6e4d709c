import { type AddressInfo, createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { ProbeRefused } from "../../../compiler/live.ts";
import type { Endpoint } from "../../../compiler/model/address.ts";
import { natsLive } from "../../nats/nats-live.ts";
import { natsServerVersions } from "../../../tools/nats-server.mjs";
import { freePorts } from "../../nats/free-ports.ts";
import { natsServerOutput } from "../../nats/nats-server-output.ts";
import type { RunningMesh } from "../../nats/running-mesh.ts";
import type { SmallMesh } from "../../nats/small-mesh.ts";
import { until } from "../../nats/until.ts";
import { withMesh } from "../../nats/with-mesh.ts";

const nats = await natsLive();
const bytes = new TextEncoder().encode("x");
const small: SmallMesh = {
  brokers: {
    core: { role: "hub", replicas: 2 },
    west: { role: "hub" },
    site: { role: "edge", uplink: ["core"] },
    other: { role: "edge", uplink: ["core"] },
  },
  domains: { orders: ["created", "paid"] },
  applications: {
    shop: { broker: "core", publish: ["orders.created"], subscribe: ["orders.paid"] },
    billing: { broker: "core", subscribe: ["orders.created"] },
    member: { broker: "core", subscribe: ["orders.created"], group: "workers" },
  },
};

function at(mesh: RunningMesh, instance: string, listener: string): Endpoint {
  return { host: "127.0.0.1", port: mesh.server(instance).port(listener) };
}

function connect(mesh: RunningMesh, application: string) {
  return nats.connect(at(mesh, "core-0", "nats"), {
    seed: mesh.keys.seed(`application.${application}`),
    inboxPrefix: `_INBOX_${application}`,
  });
}

test.concurrent.each(natsServerVersions)(
  "NATS %s: an instance is observed with its name, version and connections",
  (version) =>
    withMesh(version, small, async (mesh) => {
      const core = await nats.observe(at(mesh, "core-0", "management"));
      expect(core).toMatchObject({ instance: "core-0", version });
      const second = await nats.observe(at(mesh, "core-1", "management"));
      const peers = (core?.peers ?? []).map(({ kind, name }) => `${kind} ${name}`);
      expect(peers).toEqual(expect.arrayContaining(["cluster core-1", "gateway west"]));
      // A leaf dials whichever instance was up when it began.
      const leaves = [core, second]
        .flatMap((one) => one?.peers ?? [])
        .filter(({ kind }) => kind === "leafnode");
      expect(leaves.map(({ name }) => name).toSorted()).toEqual(["other-0", "site-0"]);
      const site = await nats.observe(at(mesh, "site-0", "management"));
      expect(site?.peers).toMatchObject([{ kind: "leafnode", name: expect.stringMatching(/^core-[01]$/) }]);
      const instance = mesh.workloads
        .flatMap((workload) => workload.instances)
        .find(({ name }) => name === "core-0");
      const watch = await nats.watchReload(at(mesh, "core-0", "management"));
      expect(await watch.outcome()).toBeUndefined();
      if (instance) mesh.server("core-0").write(instance);
      expect(await mesh.server("core-0").reload()).toBe("taken");
      // A server says in its log that it has reloaded a moment before it says so of itself.
      expect(await until(async () => (await watch.outcome()) !== undefined, 5_000)).toBe(true);
      expect(await watch.outcome()).toEqual({});
      await watch.end();
    }),
);

test.concurrent.each(natsServerVersions)(
  "NATS %s: a probe tells what is refused and hears what is delivered",
  (version) =>
    withMesh(version, small, async (mesh) => {
      const shop = await connect(mesh, "shop");
      const billing = await connect(mesh, "billing");
      const member = await connect(mesh, "member");
      const created = await billing.subscribe("orders.created");
      expect(created.refused).toBeUndefined();
      expect(await shop.publish("orders.created", bytes, { headers: { "Probe-Id": "1" } })).toEqual({
        storedBy: [],
        knownTo: [],
      });
      expect((await shop.publish("orders.paid", bytes)).refused).toMatch(
        /[Pp]ermissions [Vv]iolation.*orders\.paid/,
      );
      expect(await shop.publish("orders.created", bytes)).toEqual({ storedBy: [], knownTo: [] });
      expect((await billing.subscribe("orders.paid")).refused).toMatch(/[Pp]ermissions [Vv]iolation/);
      expect((await billing.subscribe("orders.*")).refused).toMatch(/[Pp]ermissions [Vv]iolation/);
      expect((await member.subscribe("orders.created")).refused).toMatch(/[Pp]ermissions [Vv]iolation/);
      expect((await member.subscribe("orders.created", "others")).refused).toMatch(
        /[Pp]ermissions [Vv]iolation/,
      );
      expect((await member.subscribe("orders.created", "workers")).refused).toBeUndefined();
      expect((await billing.publish("orders.created", bytes)).refused).toBeDefined();
      expect((await billing.subscribe("_INBOX_shop.x")).refused).toBeDefined();
      expect((await billing.subscribe("$SYS.>")).refused).toBeDefined();
      expect(await until(() => created.received.length === 2, 2_000)).toBe(true);
      const [first, second] = created.received;
      expect(first?.address).toBe("orders.created");
      expect(new Uint8Array(first?.payload ?? [])).toEqual(bytes);
      expect(second?.atMs).toBeGreaterThanOrEqual(first?.atMs ?? Infinity);
      await Promise.all([shop, billing, member].map((probe) => probe.close()));
    }),
);

test.concurrent.each(natsServerVersions)(
  "NATS %s: who is not known is refused, and a closed connection is no success",
  (version) =>
    withMesh(version, small, async (mesh) => {
      const to = at(mesh, "core-0", "nats");
      await expect(nats.connect(to, {})).rejects.toBeInstanceOf(ProbeRefused);
      await expect(nats.connect(to, { seed: nats.newKeyPair().seed })).rejects.toBeInstanceOf(ProbeRefused);
      const [port = 0] = await freePorts(1);
      const nobody = nats.connect({ host: "127.0.0.1", port }, {});
      await expect(nobody).rejects.not.toBeInstanceOf(ProbeRefused);
      const shop = await connect(mesh, "shop");
      await mesh.server("core-0").stop("SIGKILL");
      const outcome = await shop
        .publish("orders.created", bytes)
        .catch((error: unknown) => ({ refused: String(error) }));
      expect(outcome.refused).toBeDefined();
      expect(await nats.observe(at(mesh, "core-0", "management"))).toBeUndefined();
    }),
);

test.concurrent.each(natsServerVersions)(
  "NATS %s: where links dial in, no key but theirs is taken: not an application's, not meshc's own",
  (version) =>
    withMesh(version, small, async (mesh) => {
      const dial = (identity: string) =>
        nats.tryAsPeer(
          at(mesh, "core-0", "leafnode"),
          "leafnode",
          { seed: mesh.keys.seed(identity) },
          { action: "connect" },
        );
      for (const identity of ["application.shop", nats.systemIdentity])
        await expect(dial(identity)).rejects.toBeInstanceOf(ProbeRefused);
      expect(await dial("link.site.uplink")).toEqual({});
    }),
);

test("a listener that says nothing has refused nobody", { timeout: 30_000 }, async () => {
  const greeting = 'INFO {"server_id":"x","nonce":"x"}\r\n';
  const silent = createServer((socket) => void (socket.on("error", () => undefined), socket.write(greeting)));
  await new Promise<void>((done) => silent.listen(0, "127.0.0.1", done));
  onTestFinished(() => void silent.close());
  const to = { host: "127.0.0.1", port: (silent.address() as AddressInfo).port };
  for (const listener of ["leafnode", "cluster"]) {
    const dialed = nats.tryAsPeer(to, listener, {}, { action: "connect" });
    await expect(dialed).rejects.toThrow("no answer within 5 s");
    await expect(dialed).rejects.not.toBeInstanceOf(ProbeRefused);
  }
});

test.concurrent.each(natsServerVersions)(
  "NATS %s: only the leaf link of the named key is made anew",
  (version) =>
    withMesh(version, small, async (mesh) => {
      const leaves = async (instance = "core-0") => {
        const { leafs } = (await mesh.server(instance).ask("/leafz")) as {
          leafs?: { name: string; port: number }[];
        };
        return Object.fromEntries((leafs ?? []).map(({ name, port }) => [name, port]));
      };
      const client = await mesh.client("application.shop", "core-0");
      const before = await leaves();
      const [management, key] = [at(mesh, "core-0", "management"), mesh.keys.publicKey("link.site.uplink")];
      expect(await nats.countLogins(management, key)).toBe(1);
      const ended = await nats.endLogins(
        at(mesh, "core-0", "nats"),
        management,
        mesh.keys.seed("system"),
        key,
      );
      expect(ended).toBe(1);
      // A leaf whose link ends dials the next of its targets.
      const back = async () => ({ ...(await leaves("core-1")), ...(await leaves()) });
      expect(await until(async () => Object.keys(await back()).length === 2, 5_000)).toBe(true);
      const after = await back();
      expect(after["site-0"]).not.toBe(before["site-0"]);
      expect(after["other-0"]).toBe(before["other-0"]);
      expect(client.isClosed()).toBe(false);
    }),
);

test.each(natsServerVersions)("NATS %s: the version that the program prints is read", async (version) => {
  expect(nats.parseVersion(await natsServerOutput(version, ["--version"]))).toBe(version);
  expect(nats.parseVersion("something else 1.2.3")).toBeUndefined();
});

test("new key pairs are nkeys of users, all different", () => {
  const [a, b] = [nats.newKeyPair(), nats.newKeyPair()];
  expect(a.publicKey).toMatch(/^U[A-Z2-7]{55}$/);
  expect(a.seed).toMatch(/^SU[A-Z2-7]{56}$/);
  expect(a.seed).not.toBe(b.seed);
});
