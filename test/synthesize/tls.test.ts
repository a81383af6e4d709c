import { expect, test } from "vitest";
import { expectMarked, expectValid } from "../harness/analyze-text.ts";

const head = `apiVersion: meshc/v1
mesh: { name: shop }
environments:
  desk: { platform: local }
  shed: { platform: local, dialable: false }
  cloud: { platform: kubernetes }
`;

const here = `brokers:
  core: { environment: desk, engine: nats }
  west: { environment: desk, engine: nats, listeners: { nats: 4232, management: 8232, gateway: 7232, leafnode: 7532 } }
  till: { environment: shed, engine: nats, uplink: core, listeners: { nats: 4242, management: 8242 } }
`;

function speakers(text: string): readonly string[] {
  const { topology } = expectValid(`${head}${text}`);
  return [...topology.brokers.values()].flatMap(({ broker, tls }) => (tls ? [broker.name] : []));
}

test.each<[string, string, readonly string[]]>([
  ["nobody while all is on this machine", here, []],
  [
    "who is not on this machine, and who is linked to it",
    here.replace("environment: desk", "environment: cloud"),
    ["core", "till", "west"],
  ],
  [
    "not who is linked to it where the network below encrypts",
    here.replace("core: { environment: desk", "core: { environment: cloud") +
      "links: { tunnel: { between: [core, till], encrypted: true } }\n",
    ["core", "west"],
  ],
  [
    "whoever is told to, and those who dial it and are dialed by it",
    here.replace("west: { ", "west: { tls: { mode: required }, "),
    ["core", "west"],
  ],
  [
    "an edge that is told to, by itself",
    here.replace("till: { ", "till: { tls: { mode: required }, "),
    ["till"],
  ],
  [
    "not who is told not to, in an environment of its own",
    "brokers: { core: { environment: cloud, engine: nats, tls: { mode: off } } }\n",
    [],
  ],
])("TLS is spoken by %s", (_, text, expected) => {
  expect(speakers(text)).toEqual(expected);
});

test.each([
  [
    "a broker without TLS that is linked to one beyond this machine",
    `brokers:
  core: { environment: cloud, engine: nats }
  till:
    environment: shed
    engine: nats
    uplink: core
    tls: { mode: off } # ERROR: MESH3016
`,
  ],
  [
    "a standby target without TLS beside one with it",
    `brokers:
  a: { environment: desk, engine: nats, role: edge, uplink: core, tls: { mode: required }, listeners: { nats: 4232, management: 8232, leafnode: 7432 } }
  b:
    environment: desk
    engine: nats
    role: edge
    uplink: core
    listeners: { nats: 4242, management: 8242, leafnode: 7542 }
    tls: { mode: off } # ERROR: MESH3017
  core: { environment: desk, engine: nats }
  till: { environment: shed, engine: nats, uplink: [a, b], listeners: { nats: 4252, management: 8252 } }
`,
  ],
])("%s is refused", (_, text) => {
  expectMarked(`${head}${text}`);
});
