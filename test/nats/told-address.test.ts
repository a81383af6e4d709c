import { expect, test } from "vitest";
import type { Addressing } from "../../compiler/model/address.ts";
import { dialersOf, toldAddress } from "../../targets/engines/nats/told-address.ts";
import { topologyOf } from "./small-mesh.ts";

const here = { environment: "centre", version: "2.15" };
const away = { environment: "plant", version: "2.15" };
const old = { environment: "plant", version: "2.14" };

const rows = [
  { of: "2.14", from: [old, here], told: undefined, why: "tells its own by itself" },
  { of: "2.15", from: [], told: undefined, why: "is dialed by nobody" },
  { of: "2.15", from: [here], told: "core-0.centre", why: "is dialed by one address" },
  { of: "2.15", from: [here, away], told: undefined, why: "is dialed by two, and nobody has to be told" },
  { of: "2.15", from: [here, old], told: "core-0.plant", why: "is dialed by two, and one has to be told" },
];

test.each(rows)("a server of $of that $why tells leaves the address $told", ({ of, from, told }) => {
  const [[, site] = []] = topologyOf({ brokers: { site: { role: "hub" } } }).brokers;
  const dialers = from.flatMap(({ environment, version }) =>
    site
      ? [
          {
            ...site,
            version,
            broker: { ...site.broker, environment: { ...site.broker.environment, name: environment } },
          },
        ]
      : [],
  );
  const addressing: Addressing = {
    bind: () => ({ host: "0.0.0.0", port: 1 }),
    namesOf: () => [],
    dial: (instance, _, environment) => ({ host: `${instance}.${environment}`, port: 7422 }),
  };
  expect(toldAddress("core-0", of, dialers, addressing)?.host).toBe(told);
});

test("who dials a broker as a standby target counts among those who dial it", () => {
  const topology = topologyOf({
    brokers: { a: { role: "hub" }, b: { role: "hub" }, site: { role: "edge", uplink: ["a", "b"] } },
  });
  const names = [...dialersOf(topology)].map(([to, nodes]) => [to, nodes.map(({ broker }) => broker.name)]);
  expect(names).toEqual([
    ["a", ["site"]],
    ["b", ["site"]],
  ]);
});
