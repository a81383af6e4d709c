import { expect, test } from "vitest";
import { dotLabel } from "../../targets/views/graph/dot.ts";
import { mermaidLabel } from "../../targets/views/graph/mermaid.ts";
import { views } from "../../targets/views/index.ts";
import { hostileStrings } from "../fuzz/hostile-strings.ts";
import { expectValid } from "../harness/analyze-text.ts";

const manifest = (description: string) => `
apiVersion: meshc/v1
mesh: { name: shop }
teams: { retail: {}, finance: {} }
environments:
  cloud: { platform: local, region: ${description}, residency: eu }
  ohio: { platform: local }
  plant: { platform: local, dialable: false, residency: eu }
brokers:
  core: { environment: cloud, engine: nats }
  far: { environment: ohio, engine: nats, listeners: { nats: 4232, gateway: 7232, leafnode: 7432, management: 8232 } }
  till: { environment: plant, engine: nats, uplink: [core, far], listeners: { nats: 4242, management: 8242 } }
domains:
  orders: { owner: retail, topic: retail/orders, share: all, events: { placed: {}, moved: {}, sent: {}, lost: {} } }
applications:
  counter: { team: retail, broker: till, publish: [orders.placed, orders.moved, orders.sent, orders.lost] }
  billing: { team: finance, broker: core, subscribe: [orders.*] }
links:
  slow: { between: [till, core], domains: [orders] }
`;

function rendered(format: string, region = "north"): string {
  const view = views.find((candidate) => candidate.format === format);
  return view?.render(expectValid(manifest(region)).topology) ?? "";
}

test("mermaid draws environments, roles, links, standby targets and what applications do", () => {
  expect(rendered("mermaid")).toBe(`flowchart LR
  subgraph n1["cloud<br>north#44; residency eu"]
    n4{{"core<br>nats 2#46;15"}}
    n7(["billing<br>finance"])
  end
  subgraph n2["ohio"]
    n5{{"far<br>nats 2#46;15"}}
  end
  subgraph n3["plant<br>residency eu#44; dials out only"]
    n6["till<br>nats 2#46;15"]
    n8(["counter<br>retail"])
  end
  n4 ===|"gateway"| n5
  n6 ==>|"leafnode<br>orders"| n4
  n6 -.->|"standby"| n5
  n4 -->|"orders#46;#42;"| n7
  n8 -->|"orders#46;lost<br>orders#46;moved<br>orders#46;placed<br>and 1 more"| n6
`);
});

test("every id is ours: no name stands outside a label", () => {
  for (const line of rendered("mermaid").trimEnd().split("\n").slice(1)) {
    expect(line.replace(/"[^"]*"/g, "")).toMatch(
      /^ *(end|subgraph n\d+\[\]|n\d+(\[\]|\{\{\}\}|\(\[\]\))|n\d+ (===|==>|-->|-\.->)(\|\| | )n\d+)$/,
    );
  }
  for (const line of rendered("dot").trimEnd().split("\n").slice(4, -1)) {
    const bare = line.replace(/"(?:[^"\\]|\\.)*"/g, '""');
    expect(bare).toMatch(
      /^ *(\}|subgraph cluster_n\d+ \{|graph \[.*\]|n\d+( -> n\d+)? \[(label|shape|style|dir)="".*\])$/,
    );
  }
});

test.each(hostileStrings)("a Mermaid label of %j is closed and reads back", (text) => {
  const label = mermaidLabel([text]);
  expect(label).toMatch(/^"(?:[a-zA-Z0-9 ]|#\d+;)*"$/);
  const read = label
    .slice(1, -1)
    .replace(/#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
  expect(read).toBe(text);
});

test.each(hostileStrings)(
  "a DOT label of %j is closed and reads back, but for what cannot be seen",
  (text) => {
    const label = dotLabel([text]);
    expect(label).toMatch(/^"(?:[^"\\\n]|\\["\\n])*"$/);
    const read = label.slice(1, -1).replace(/\\(.)/g, "$1").replaceAll("&amp;", "&");
    expect(read).toBe(text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, " "));
  },
);
