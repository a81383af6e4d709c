import { expect, test } from "vitest";
import { expectMarked, expectValid } from "../harness/analyze-text.ts";

const manifest = (broker: string, retention: string, event: string) => `apiVersion: meshc/v1
mesh: { name: shop }
teams: { t: {} }
environments: { here: { platform: local } }
brokers:
  core: { environment: here, engine: nats${broker} }
domains:
  stock:
    owner: t
    topic: stock
    delivery: at-least-once
    retention: ${retention}
    events: { counted: ${event} }
`;

test.each([
  ["a bound by size that is reserved", ", storage: 1Gi", "{ size: 2Gi }", "{}", "1 GiB", "2 GiB"],
  [
    "a bound by size, however little comes",
    ", storage: 1Gi",
    "{ size: 2Gi, age: 1s }",
    "{ rate: 1/d, size: 1 }",
    "1 GiB",
    "2 GiB",
  ],
  ["rate and age", ", storage: 1Gi", "{ age: 1d }", "{ rate: 60/m, size: 100Ki }", "1 GiB", "8.24 GiB"],
  ["number and size", ", storage: 1Mi", "{ messages: 1000 }", "{ size: 2Ki }", "1 MiB", "1.95 MiB"],
  [
    "rate and age, without storage being said",
    "",
    "{ age: 365d }",
    "{ rate: 1/s, size: 1Ki }",
    "10 GiB",
    "30.1 GiB",
  ],
])("room is too small for %s", (_, broker, retention, event, room, total) => {
  const text = manifest(`${broker}`, retention, event);
  const marked = broker
    ? text.replace(/( {2}core: .*)/, "$1 # ERROR: MESH4009")
    : text.replace("  core: {", "  core: # ERROR: MESH4009\n    {");
  const [found] = expectMarked(marked);
  expect(found?.message).toContain(`has ${room} to store events, and what it keeps comes to ${total}`);
});

test.each([
  [
    "the least of several bounds fits",
    ", storage: 1Gi",
    "{ messages: 10, age: 30d }",
    "{ rate: 9/s, size: 1Ki }",
  ],
  [
    "nothing says how large events are",
    ", storage: 1Gi",
    "{ age: 3000d, messages: 100000000 }",
    "{ rate: 9/s }",
  ],
  ["room that is not said grows with what is reserved", "", "{ size: 100Gi }", "{}"],
])("there is room where %s", (_, broker, retention, event) => {
  expectValid(manifest(broker, retention, event));
});

/** Three environments with as many servers that store as is said of each. */
const spread = (...servers: readonly [number, number, number]) => `apiVersion: meshc/v1
mesh: { name: shop }
teams: { t: {} }
environments:
  a: { platform: kubernetes }
  b: { platform: kubernetes }
  c: { platform: kubernetes }
brokers:
${["a", "b", "c"]
  .flatMap((name, index) => {
    const replicas = servers[index] ?? 0;
    return replicas === 0
      ? []
      : [`  in-${name}: { environment: ${name}, engine: nats, replicas: ${replicas}, storage: 1Gi }`];
  })
  .join("\n")}
domains:
  orders: { owner: t, topic: orders, delivery: at-least-once, events: { placed: {} } }
`;

test.each<readonly [string, readonly [number, number, number], readonly string[]]>([
  ["one environment alone", [3, 0, 0], []],
  ["three alike", [1, 1, 1], []],
  ["three of which none is a half", [3, 3, 1], []],
  ["one that is a half", [3, 2, 1], ["a"]],
  ["two, of which each is a half, at the first", [3, 3, 0], ["a"]],
])("a majority that an environment takes along is told of %s", (_, servers, environments) => {
  const marked = environments.reduce(
    (text, name) => text.replace(`  ${name}: { platform`, `  ${name}: # WARNING: MESH4010\n    { platform`),
    spread(...servers),
  );
  if (environments.length > 0) expectMarked(marked);
  else expectValid(marked);
});

test("how what is kept comes about is told with it", () => {
  const text = manifest(", storage: 1Gi", "{ age: 30d }", "{ rate: 5/s, size: 1Ki }");
  const [found] = expectMarked(text.replace(/( {2}core: .*)/, "$1 # ERROR: MESH4009"));
  expect(found?.message).toContain('"stock" 12.4 GiB (30d × (5/s × 1 KiB))');
});
