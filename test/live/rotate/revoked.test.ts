import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { NatsConnection } from "@nats-io/transport-node";
import { expect, onTestFinished, test } from "vitest";
import type { Certified } from "../../../deploy/certificates/pem.ts";
import { factsOf } from "../../../targets/engines/nats/versions.ts";
import { pair } from "../../deploy/manifests.ts";
import { errorsOf, meshFolder } from "../../deploy/mesh-folder.ts";
import { pause, until } from "../../nats/until.ts";
import { foreignLeaf } from "../../rotate/foreign-leaf.ts";
import { triedVersions } from "../../nats/tried-versions.ts";

const till = "application.till";
const uplink = "link.line.uplink";

/** The pair of hub and edge, another edge, and an application at each broker that has nothing to do with it. */
const manifest = pair({
  brokers: "  press: { environment: plant, engine: nats }",
  applications: `  stamp: { team: one, broker: press, publish: [orders.placed] }
  audit: { team: two, broker: hub, subscribe: [orders.*] }
  belt: { team: one, broker: line, publish: [orders.cancelled] }`,
});

type Mesh = Awaited<ReturnType<typeof meshFolder>>;

async function running(version: string, tls = false): Promise<Mesh> {
  const mesh = await meshFolder(manifest, version);
  expect(errorsOf((await mesh.up({ tls })).result)).toEqual([]);
  return mesh;
}

/** Publishes a number every few milliseconds as long as the test runs, or until its connection ends. */
function traffic(connection: NatsConnection, subject: string): { readonly sent: () => number } {
  let sent = 0;
  const timer = setInterval(() => {
    if (connection.isClosed()) return clearInterval(timer);
    connection.publish(subject, String(++sent));
  }, 10);
  onTestFinished(() => clearInterval(timer));
  return { sent: () => sent };
}

/** What an application hears of a subject; its connection is closed with the test. */
function heard(connection: NatsConnection, subject: string): readonly string[] {
  const texts: string[] = [];
  connection.subscribe(subject, { callback: (_, message) => void texts.push(message.string()) });
  onTestFinished(() => connection.close());
  return texts;
}

/** Connections that an instance has accepted, by id, with links; what stays keeps its id. */
async function accepted(mesh: Mesh, environment: string, instance: string): Promise<readonly string[]> {
  const port = mesh.instance(environment, instance).ports["management"];
  const answer = await fetch(`http://127.0.0.1:${port}/connz?acc=MESH&auth=true&limit=1000`);
  const { connections } = (await answer.json()) as {
    connections: readonly { cid: number; authorized_user?: string }[];
  };
  return connections.map(({ cid, authorized_user: user }) => `${cid} ${user}`);
}

function ofOthers(connections: readonly string[], key: string | undefined): readonly string[] {
  return connections.filter((each) => !each.endsWith(` ${key}`));
}

async function ends(connection: NatsConnection): Promise<void> {
  expect(await until(() => connection.isClosed(), 3_000)).toBe(true);
}

for (const version of triedVersions) {
  for (const tls of version === "2.10.26" || version === "2.15.1" ? [false, true] : [false]) {
    test(`NATS ${version}${tls ? " with TLS" : ""}: a lost key of an application is out within seconds, and nobody else notices`, async () => {
      const mesh = await running(version, tls);
      const old = mesh.seed(till);
      const thief = await mesh.client("plant", "line-0", till);
      const belt = await mesh.client("plant", "line-0", "application.belt");
      const placed = heard(await mesh.client("centre", "hub-0", "application.audit"), "orders.placed");
      traffic(thief, "orders.placed");
      expect(await until(() => placed.length > 10, 5_000)).toBe(true);
      const key = mesh.state().publicKeys[till];
      const [hub, line] = [
        await accepted(mesh, "centre", "hub-0"),
        ofOthers(await accepted(mesh, "plant", "line-0"), key),
      ];
      const rotated = await mesh.rotate(["till"]);
      expect(errorsOf(rotated)).toEqual([]);
      expect(rotated).toMatchObject({
        value: { ended: 1, reloaded: ["line-0"], restarted: [], refusedBy: ["hub-0", "line-0", "press-0"] },
      });
      if (rotated.ok) expect(rotated.value.seconds).toBeLessThan(10);
      await ends(thief);
      await pause(200);
      const count = placed.length;
      await expect(mesh.client("plant", "line-0", till, old)).rejects.toThrow(/[Aa]uthorization/);
      await pause(300);
      expect(placed.length).toBe(count);
      expect(await accepted(mesh, "centre", "hub-0")).toEqual(hub);
      expect(await accepted(mesh, "plant", "line-0")).toEqual(line);
      expect(belt.isClosed()).toBe(false);
      const again = await mesh.client("plant", "line-0", till);
      traffic(again, "orders.placed");
      expect(await until(() => placed.length > count + 10, 5_000)).toBe(true);
      await Promise.all([again.close(), belt.close()]);
    });
  }

  test(`NATS ${version}: a server that links with a stolen key is cut off, and the link itself comes back with its new key`, async () => {
    const mesh = await running(version);
    const [old, key] = [mesh.seed(uplink), mesh.state().publicKeys[uplink]];
    const leafPort = mesh.instance("centre", "hub-0").ports["leafnode"] ?? 0;
    const thief = await foreignLeaf(version, leafPort, { seed: old }, "press-0");
    const spy = await foreignLeaf(version, leafPort, { seed: mesh.seed("application.audit") }, "spy");
    expect(await thief.isLinked(true, 10_000)).toBe(true);
    const placed = heard(await mesh.client("centre", "hub-0", "application.books"), "orders.placed");
    const stamp = await mesh.client("plant", "press-0", "application.stamp");
    const belt = await mesh.client("plant", "line-0", "application.belt");
    onTestFinished(() => stamp.close());
    const before = await accepted(mesh, "centre", "hub-0");
    // Its own two, and the thief's.
    expect(before.length - ofOthers(before, key).length).toBe(2);
    const rotated = await mesh.rotate(["line.uplink"]);
    expect(errorsOf(rotated)).toEqual([]);
    const byReload = factsOf(version)?.leafRemotes === "taken";
    expect(rotated).toMatchObject({
      value: {
        ended: 2,
        reloaded: byReload ? ["hub-0", "line-0"] : ["hub-0"],
        restarted: byReload ? [] : ["line-0"],
      },
    });
    if (rotated.ok) expect(rotated.value.seconds).toBeLessThan(20);
    expect(await thief.isLinked(false, 3_000)).toBe(true);
    const after = await accepted(mesh, "centre", "hub-0");
    expect(ofOthers(after, mesh.state().publicKeys[uplink])).toEqual(ofOthers(before, key));
    expect(belt.isClosed(), "clients of the dialing broker").toBe(!byReload);
    expect(stamp.isClosed()).toBe(false);
    traffic(await mesh.client("plant", "line-0", till), "orders.placed");
    expect(await until(() => placed.length > 10, 5_000)).toBe(true);
    for (let asked = 0; asked < 10; asked++) {
      await pause(150);
      expect(await thief.isLinked(true, 0)).toBe(false);
    }
    // An application's key, which nobody has revoked, opens no link.
    expect(await spy.isLinked(true, 0)).toBe(false);
  });
}

test("with TLS a link logs in with its new key too", async () => {
  for (const version of ["2.10.26", "2.15.1"]) {
    const mesh = await running(version, true);
    const rotated = await mesh.rotate(["line.uplink"]);
    expect(errorsOf(rotated)).toEqual([]);
    const placed = heard(await mesh.client("centre", "hub-0", "application.books"), "orders.placed");
    traffic(await mesh.client("plant", "line-0", till), "orders.placed");
    expect(await until(() => placed.length > 10, 5_000)).toBe(true);
    await mesh.down(true);
  }
});

test.each(triedVersions)(
  "NATS %s with TLS: who has a link's certificate and not its key hears nothing",
  async (version) => {
    const mesh = await running(version, true);
    const secret = (kind: string, name: string) =>
      JSON.parse(readFileSync(join(mesh.upFolder, "secrets", kind, `${name}.json`), "utf8")) as Certified;
    const shown = {
      ...secret("certificates", uplink),
      authority: secret("authorities", "servers").certificate,
    };
    const [old, port] = [mesh.seed(uplink), mesh.instance("centre", "hub-0").ports["leafnode"] ?? 0];
    expect(errorsOf(await mesh.rotate(["line.uplink"]))).toEqual([]);
    const [keyless, late] = [
      await foreignLeaf(version, port, { shown }, "keyless"),
      await foreignLeaf(version, port, { shown, seed: old }, "late"),
    ];
    const isLetIn = factsOf(version)?.acceptsAnonymousLeaf === true;
    expect(await keyless.isLinked(true, 3_000), "with the certificate alone").toBe(isLetIn);
    expect(await late.isLinked(true, 1_000), "with the old key").toBe(false);
    const ears = await keyless.client();
    const texts = heard(ears, ">");
    await ears.flush();
    const audit = heard(await mesh.client("centre", "hub-0", "application.audit"), "orders.placed");
    const publisher = await mesh.client("plant", "line-0", till);
    traffic(publisher, "orders.placed");
    expect(await until(() => audit.length > 20, 5_000)).toBe(true);
    await pause(300);
    expect(texts.filter((text) => /^\d+$/.test(text))).toEqual([]);
    await publisher.close();
  },
);
