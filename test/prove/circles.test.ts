import { expect, test } from "vitest";
import { expectMarked, expectValid } from "../harness/analyze-text.ts";

const head = `apiVersion: meshc/v1
mesh: { name: shop }
environments: { cloud: { platform: kubernetes }, plant: { platform: kubernetes, dialable: false } }
defaults: { brokers: { environment: plant, engine: nats } }
brokers:
  north: { environment: cloud }
  south: { environment: cloud }
`;

test.each([
  ["an edge under each hub", "  a: { uplink: north }\n  b: { uplink: south }"],
  ["standby at the other hub", "  a: { uplink: [north, south] }"],
  ["an edge under an edge with standby at a hub", "  a: { uplink: north }\n  b: { uplink: [a, south] }"],
  ["two ways up, one at a time", "  a: { uplink: north }\n  b: { uplink: south }\n  c: { uplink: [a, b] }"],
])("no circle: %s", (_, brokers) => {
  expectValid(`${head}${brokers}\n`);
});

test.each([
  [
    "two edges that name each other",
    "  a: { uplink: b } # ERROR: MESH3101\n  b: { uplink: a }",
    'a -> b -> a (links "a.uplink", "b.uplink")',
  ],
  [
    "edges that would come to name each other on standby",
    "  a:\n    uplink: [north, b] # ERROR: MESH3101\n  b:\n    uplink: [south, a]",
    'a -> b -> a (links "a.uplink", "b.uplink")',
  ],
  [
    "a round of three, one step on standby",
    "  a: { uplink: b } # ERROR: MESH3101\n  b: { uplink: c }\n  c: { uplink: [north, a] }",
    'a -> b -> c -> a (links "a.uplink", "b.uplink", "c.uplink")',
  ],
  [
    "an edge with two uplinks at once, to two hubs",
    "  a: { uplink: north }\nlinks:\n  twice: { between: [a, south], via: leafnode } # ERROR: MESH3101",
    'a -> north -> south -> a (links "a.uplink", "north.south", "twice")',
  ],
  [
    "an edge with two uplinks at once, to two edges of one hub",
    "  a: { uplink: north }\n  b: { uplink: north }\n  c: { uplink: a }\nlinks:\n  twice: { between: [c, b], via: leafnode } # ERROR: MESH3101",
    'c -> a -> north -> b -> c (links "c.uplink", "a.uplink", "b.uplink", "twice")',
  ],
  [
    "an edge with two uplinks at once, one above the other",
    "  a: { uplink: north }\n  b: { uplink: a }\nlinks:\n  twice: { between: [b, north], via: leafnode } # ERROR: MESH3101",
    'b -> a -> north -> b (links "b.uplink", "a.uplink", "twice")',
  ],
  [
    "domains that never meet on the two",
    "  a: { uplink: north }\nlinks:\n  twice: { between: [a, south], via: leafnode, domains: [] } # ERROR: MESH3101",
    'a -> north -> south -> a (links "a.uplink", "north.south", "twice")',
  ],
  [
    "a leaf link between hubs",
    "links:\n  leaf: { between: [south, north], via: leafnode } # ERROR: MESH3101",
    'south -> north -> south (links "leaf", "north.south")',
  ],
])("a circle: %s", (_, brokers, circle) => {
  const [found] = expectMarked(`${head}${brokers}\n`);
  expect(found?.message).toBe(`an event would arrive twice or circle: ${circle}`);
});

test("each edge with a second way is told of", () => {
  expectMarked(`${head}
  a: { uplink: north }
  b: { uplink: south }
links:
  one: { between: [a, south], via: leafnode } # ERROR: MESH3101
  two: { between: [b, north], via: leafnode } # ERROR: MESH3101
`);
});

test("a round of five thousand edges is found and drawn by its ends", () => {
  const edges = Array.from({ length: 5_000 }, (_, at) => `  e${at}: { uplink: e${(at + 1) % 5_000} }`);
  edges[0] = "  e0: { uplink: e1 } # ERROR: MESH3101";
  const [found] = expectMarked(`${head}${edges.join("\n")}\n`);
  expect(found?.message).toContain("e0 -> e1 -> e2 -> e3 -> e4 -> e5 -> (4989 more) -> e4995 ->");
});
