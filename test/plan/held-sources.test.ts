import { expect, test } from "vitest";
import { expand } from "../../compiler/plan/expand.ts";
import { engines } from "../../targets/engines/index.ts";
import { today } from "../harness/analyze-text.ts";
import { holdManifest } from "../../compiler/hold-manifest.ts";
import { analysisOf, type Entries, shopWith } from "./shop.ts";

const bare = { environment: "plant", engine: "nats", listeners: { nats: 4500, management: 4501 } };
const orders = {
  owner: "retail",
  topic: "orders",
  delivery: "at-least-once",
  offline: "1h",
  events: { placed: {}, paid: {} },
};
const counter = { team: "retail", broker: "line", publish: ["orders.placed"] };
const before: Entries = shopWith({
  brokers: { line: bare },
  domains: { orders: { ...orders, share: ["finance"] } },
  applications: { counter },
});

/** What stands between two meshes: what is refused, and what edges keep, of which home, over which links, until then. */
function between(wanted: Entries, mayLose: readonly string[] = []) {
  const old = analysisOf(before);
  const lost = new Set(mayLose);
  const options = { engines, today, mode: "deploy" } as const;
  const { topology, refused } = holdManifest(analysisOf(wanted), [old], lost, options);
  const expanded = expand(old.topology, topology, lost);
  return {
    refused: refused.map(({ name }) => name),
    kept: expanded.sources.map(({ name, stream, broker, events }) => {
      expect(expanded.streams).toContain(stream);
      const use = expanded.identities.find((one) => one.name === "link.line.uplink")?.uses.get("ha");
      const drawn = use?.sources.map((source) => source.name).join(" ") ?? "";
      const storing = expanded.brokers.get(broker)?.storing ?? "nothing";
      return `${name} of ${events.map((event) => event.name).join(" ")}, stores ${storing}, draws ${drawn}`;
    }),
    held: topology.sources.map(({ name }) => name),
  };
}

const without = (changes: Entries): Entries =>
  Object.fromEntries(
    Object.entries(before).map(([section, entries]) => {
      const all = Object.entries({ ...entries, ...changes[section] });
      return [section, Object.fromEntries(all.filter(([, entry]) => entry !== null))];
    }),
  );
const kept = ["orders_from_line of placed, stores events, draws orders_from_line"];
const noOrders = {
  domains: { orders: null },
  applications: {
    till: null,
    counter: null,
    "packer-a": null,
    "packer-b": null,
    books: { team: "finance", broker: "ha", subscribe: ["stock.counted"], durable: true },
  },
};

test("an edge keeps what it has until it is drawn up, where its last publisher leaves", () => {
  expect(between(without({ applications: { counter: null } }))).toEqual({ refused: [], kept, held: [] });
});

test("an edge keeps what it has until it is drawn up, where its domain leaves", () => {
  expect(between(without(noOrders))).toEqual({ refused: [], kept, held: [] });
});

test("what an edge keeps goes at once where its domain, or the edge, may be lost", () => {
  const wanted = without({ applications: { counter: null } });
  expect(between(wanted, ["domain orders"])).toEqual({ refused: [], kept: [], held: [] });
  expect(between(wanted, ["broker line"])).toEqual({ refused: [], kept: [], held: [] });
});

test("an edge that is to keep nothing first though its publisher stays is refused", () => {
  const wanted = without({
    domains: { orders: { ...orders, share: ["finance"], offline: undefined } },
  });
  expect(between(wanted)).toEqual({ refused: ["line"], kept: [], held: [] });
});
