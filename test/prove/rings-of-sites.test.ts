import { expect, test } from "vitest";
import { expectMarked } from "../harness/analyze-text.ts";

const head = `apiVersion: meshc/v1
mesh: { name: plants }
environments: { cloud: { platform: kubernetes }, floor: { platform: kubernetes, dialable: false } }
defaults: { brokers: { environment: floor, engine: mosquitto } }
brokers:
  north: { environment: cloud, engine: nats }
  south: { environment: cloud, engine: nats }
`;

test.each([
  [
    "three sites that dial each other",
    "  a: { uplink: b } # ERROR: MESH3101\n  b: { uplink: c }\n  c: { uplink: a }",
    'a -> b -> c -> a (links "a.uplink", "b.uplink", "c.uplink")',
  ],
  [
    "four sites that dial each other",
    "  a: { uplink: b } # ERROR: MESH3101\n  b: { uplink: c }\n  c: { uplink: d }\n  d: { uplink: a }",
    'a -> b -> c -> d -> a (links "a.uplink", "b.uplink", "c.uplink", "d.uplink")',
  ],
  ...(["bridge", "connect"] as const).flatMap((via) => [
    [
      `a plant and two hubs, closed by ${via}`,
      `  a: { uplink: north }\nlinks:\n  twice: { between: [a, south], via: ${via} } # ERROR: MESH3101`,
      'a -> north -> south -> a (links "a.uplink", "north.south", "twice")',
    ],
    [
      `a line below a site and two hubs, closed by ${via}`,
      `  a: { uplink: north }\n  b: { uplink: a }\nlinks:\n  twice: { between: [b, south], via: ${via} } # ERROR: MESH3101`,
      'b -> a -> north -> south -> b (links "b.uplink", "a.uplink", "north.south", "twice")',
    ],
  ]),
])("a ring of %s is refused with every name", (_, rest, circle) => {
  const [found] = expectMarked(`${head}${rest}\n`);
  expect(found?.message).toBe(`an event would arrive twice or circle: ${circle}`);
});
