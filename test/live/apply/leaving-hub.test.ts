import { setTimeout } from "node:timers/promises";
import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { expect, test } from "vitest";
import { appliedMesh, type AppliedMesh, changesOf, told } from "./applied-mesh.ts";
import { inspector } from "./inspector.ts";

/** Two hubs, of which `ha` keeps orders; an edge that keeps what is published there until it is drawn up hangs on one of them. */
const mesh = (hubs: "both" | "one") => `
apiVersion: meshc/v1
mesh: { name: leaving }
teams: { one: {} }
environments: { centre: { platform: local }, plant: { platform: local, dialable: false } }
brokers:
  ha: { environment: centre, engine: nats, storage: 1Gi }
${hubs === "both" ? "  hb: { environment: centre, engine: nats }" : ""}
  line: { environment: plant, engine: nats, uplink: ${hubs === "both" ? "hb" : "ha"} }
domains:
  orders: { owner: one, topic: orders, delivery: at-least-once, offline: 1h, home: ha, events: { placed: {} } }
applications:
  till: { team: one, broker: line, publish: [orders.placed] }
  books: { team: one, broker: ha, subscribe: [orders.placed], durable: true }
`;

/** Publishes without pause until it is ended; resolves to what was acknowledged. */
function publishing(client: Awaited<ReturnType<AppliedMesh["client"]>>) {
  const ending = new AbortController();
  const acknowledged: string[] = [];
  const done = (async () => {
    for (let each = 0; !ending.signal.aborted; each++) {
      const isKept = await jetstream(client)
        .publish("orders.placed", `${each}`, { timeout: 2_000 })
        .then(
          () => true,
          () => false,
        );
      if (isKept) acknowledged.push(`${each}`);
      await setTimeout(5);
    }
    return acknowledged;
  })();
  return {
    end: () => {
      ending.abort();
      return done;
    },
  };
}

test("an edge moves away from a hub that leaves, which goes after it, and nothing that is stored is lost", async () => {
  const applied = await appliedMesh({ manifest: mesh("both") });
  await applied.applied();
  const till = await applied.client("till", "line-0");
  const traffic = publishing(till);
  await setTimeout(1_000);
  applied.write(mesh("one"));
  const planned = await applied.plan();
  expect(planned.plan.refused).toEqual([]);
  expect(planned.plan.meanwhile.filter(({ kind }) => kind === "cut")).toEqual([]);
  const links: string[] = [];
  const { result } = await applied.apply({
    planned,
    afterWave: async (number) => {
      const runs = (await applied.processes()).some(({ folder }) => folder?.endsWith("hb-0"));
      links.push(`${number}: hb ${runs ? "runs" : "is gone"}`);
    },
  });
  expect(told(result.diagnostics, "error")).toEqual([]);
  await setTimeout(1_000);
  const acknowledged = await traffic.end();
  await setTimeout(2_000);
  const client = await inspector((await applied.running()).running, "ha-0");
  const { state } = await (await jetstreamManager(client, { checkAPI: false })).streams.info("orders");
  await client.close();
  expect(acknowledged.length).toBeGreaterThan(100);
  expect(state.messages).toBeGreaterThanOrEqual(acknowledged.length);
  expect(links.slice(-2)).toEqual(["2: hb runs", "3: hb is gone"]);
  expect(changesOf(await applied.plan())).toEqual([]);
  await till.close();
});
