import { expect, test } from "vitest";
import type { Observed } from "../../compiler/live.ts";
import { usualLimits } from "../../deploy/up/limits.ts";
import { errorsOf, meshFolder } from "./mesh-folder.ts";

/** A hub that stores, and one that has to take part in agreeing on it. */
const manifest = `
apiVersion: meshc/v1
mesh: { name: agreed }
teams: { one: {} }
environments: { centre: { platform: local } }
brokers:
  berlin: { environment: centre, engine: nats, storage: 1Gi }
  paris: { environment: centre, engine: nats, listeners: { nats: 4232, management: 8232, cluster: 6232, gateway: 7232 } }
domains:
  orders: { owner: one, topic: orders, delivery: at-least-once, events: { placed: {} } }
applications:
  till: { team: one, broker: paris, publish: [orders.placed] }
  books: { team: one, broker: berlin, subscribe: [orders.placed], durable: true }
`;

test("once up is done status finds all well, after down too", async () => {
  const mesh = await meshFolder(manifest);
  for (const run of ["first", "second", "third"]) {
    expect(errorsOf((await mesh.up()).result), run).toEqual([]);
    expect(await mesh.status(), run).toMatchObject({ value: { ok: true } });
    await mesh.down();
  }
});

test("a mesh that begins to speak TLS, or ends it, does not wait for hubs to agree that cannot", async () => {
  const mesh = await meshFolder(manifest);
  expect(errorsOf((await mesh.up()).result)).toEqual([]);
  for (const tls of [true, false]) {
    const begun = performance.now();
    expect(errorsOf((await mesh.up({ tls })).result)).toEqual([]);
    // A wait that nothing can end took half a minute.
    expect(performance.now() - begun).toBeLessThan(25_000);
    expect(await mesh.status()).toMatchObject({ value: { ok: true } });
  }
});

test("whom the others do not hear is started anew three times at most, and never for letting somebody in", async () => {
  const mesh = await meshFolder(manifest);
  const berlinOnly = new Map([["berlin-0", 0]]);
  const hearing = { canStartUnheard: () => true, heard: async () => berlinOnly };
  const limits = { ...usualLimits, heard: 0.5 };
  const { result, touched } = await mesh.up({ limits, live: { hearing } });
  expect(errorsOf(result)).toEqual([]);
  expect(touched.filter((each) => each.endsWith("restarting"))).toEqual(Array(3).fill("paris-0 restarting"));
  const operator = { name: "anna", broker: "berlin" };
  expect((await mesh.up({ limits, live: { hearing }, operator })).touched).toEqual(["berlin-0 reloaded"]);
});

test("nobody is started anew where nobody else can be asked, or the version does not start unheard", async () => {
  const mesh = await meshFolder(manifest);
  const limits = { ...usualLimits, heard: 0.5 };
  const alone = async ({ instance }: Observed) => (instance === "paris-0" ? new Map() : undefined);
  for (const hearing of [
    { canStartUnheard: () => true, heard: alone },
    { canStartUnheard: () => false, heard: async () => new Map() },
  ]) {
    const { result, touched } = await mesh.up({ limits, live: { hearing } });
    expect(errorsOf(result)).toEqual([]);
    expect(touched.filter((each) => each.endsWith("restarting"))).toEqual([]);
  }
});
