import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findGoProgram } from "../../../tools/go-program.mjs";
import { errorsOf, meshFolder } from "../../deploy/mesh-folder.ts";

/** A hub that stores on three servers, and one without whose vote they would agree all the same. */
const three = `
apiVersion: meshc/v1
mesh: { name: three }
teams: { one: {} }
environments: { centre: { platform: local } }
brokers:
  berlin: { environment: centre, engine: nats, version: "2.10", replicas: 3, storage: 1Gi }
domains:
  orders: { owner: one, topic: orders, delivery: at-least-once, events: { placed: {} } }
applications:
  till: { team: one, broker: berlin, publish: [orders.placed] }
  books: { team: one, broker: berlin, subscribe: [orders.placed], durable: true }
`;

/** Two hubs of one server each, which agree together or not at all. */
const two = three.replace(
  "replicas: 3, storage: 1Gi }",
  `storage: 1Gi }
  paris: { environment: centre, engine: nats, version: "2.10", listeners: { nats: 4232, management: 8232, cluster: 6232, gateway: 7232 } }`,
);

/** A mesh on a nats-server 2.10.26 that starts unheard as an instance that is told, once. */
async function meshOnUnheard(manifest: string) {
  const built = await findGoProgram("nats-server-unheard");
  const mesh = await meshFolder(manifest, "2.10.26");
  const program = join(mesh.folder, "nats-server");
  symlinkSync(built, program);
  const environment = { ...mesh.host.environment, MESHC_NATS_SERVER: program };
  return {
    ...mesh,
    up: (unheard: readonly string[]) => {
      for (const name of unheard) writeFileSync(`${program}.${name}`, "");
      return mesh.up({ host: { environment } });
    },
  };
}

test.each([
  ["one of two hubs, without whose vote there is no leader", two, ["paris-0"]],
  ["both", two, ["berlin-0", "paris-0"]],
  ["one of three, which a leader leaves out", three, ["berlin-2"]],
])(
  "NATS 2.10: whom the others do not hear is started anew: %s",
  { timeout: 180_000 },
  async (_, manifest, unheard) => {
    const mesh = await meshOnUnheard(manifest);
    const first = await mesh.up(unheard);
    expect(errorsOf(first.result)).toEqual([]);
    const restarted = first.touched.filter((one) => one.endsWith(" restarting"));
    expect(restarted.toSorted()).toEqual(unheard.map((name) => `${name} restarting`));
    expect(await mesh.status()).toMatchObject({ value: { ok: true } });
    // Nothing is left to do, and nothing is waited for.
    const begun = performance.now();
    const second = await mesh.up([]);
    expect(errorsOf(second.result)).toEqual([]);
    expect(second.touched).toEqual([]);
    expect(performance.now() - begun).toBeLessThan(10_000);
  },
);
