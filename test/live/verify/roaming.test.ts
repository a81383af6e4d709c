import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { verify } from "../../../deploy/verify/verify.ts";
import { findNatsServer } from "../../../tools/nats-server.mjs";
import { topologyOf } from "../../cli/topology-of.ts";
import { copiedExample } from "../../harness/copied-example.ts";
import { failuresOf } from "../../verify/fault.ts";
import { bringUpFolder } from "../../verify/live-mesh.ts";

/**
 * An application for each domain of an example, of its owner, that may attach anywhere. What may come to nobody twice is
 * read where it is kept, and nowhere else; what an edge keeps passes by nobody beyond it, and is read by a durable.
 */
function roamers(example: string): Readonly<Record<string, object>> {
  const { mesh, sources } = topologyOf(`examples/${example}`);
  const domains = [...mesh.domains.values()];
  const isKept = (domain: string) => sources.some(({ stream }) => stream.domain === domain);
  const readAnywhere = domains.filter(
    ({ events }) => ![...events.values()].some((event) => event.withoutDuplicates),
  );
  return Object.fromEntries(
    readAnywhere.map(({ name, owner }) => [
      `roamer-${name}`,
      { team: owner, broker: "any", subscribe: [`${name}.*`], ...(isKept(name) && { durable: true }) },
    ]),
  );
}

test.each(["quickstart", "microservices", "lines-of-business", "order-processing"])(
  "%s: who may attach anywhere receives at every broker where its events may be, and is refused at the others",
  async (example) => {
    const folder = copiedExample(example);
    const applications = roamers(example);
    writeFileSync(join(folder, "roamers.yaml"), JSON.stringify({ apiVersion: "meshc/v1", applications }));
    const mesh = await bringUpFolder(folder, await findNatsServer(), ["roamers.yaml"]);
    try {
      const report = await verify(mesh.ground, { rights: true });
      expect(failuresOf(report)).toEqual([]);
      for (const roamer of Object.keys(applications)) {
        const places = mesh.topology.places.get(roamer)?.brokers.map(({ name }) => name) ?? [];
        const reached = report.flows.filter(({ subscriber }) => subscriber === roamer);
        expect(new Set(reached.map(({ path }) => path.at(-1)))).toEqual(new Set(places));
        const refused = report.rights?.filter(
          ({ identity, action, got, listener }) =>
            listener === undefined &&
            identity === `application.${roamer}` &&
            action === "connect" &&
            got === "denied",
        );
        const others = [...mesh.topology.brokers.keys()].filter((broker) => !places.includes(broker));
        expect(refused?.map(({ broker }) => broker)).toEqual(others);
      }
    } finally {
      await mesh.stop();
    }
  },
);
