import { expect, test } from "vitest";
import { planned, recordedAs } from "./recorded-as.ts";
import { analysisOf, type Entries, shop, shopWith } from "./shop.ts";

const stored = { owner: "retail", delivery: "at-least-once", share: ["finance"], topic: "orders" };
const [events, own] = [{ placed: {}, paid: {} }, { retention: { age: "1d" } }];
const protect = true;

/** The shop in which an entry is protected, and has what else is given. */
function kept(section: string, name: string, more: object = {}, before = shop): Entries {
  return {
    ...before,
    [section]: { ...before[section], [name]: { ...before[section]?.[name], protect, ...more } },
  };
}

function refusedOf(before: Entries, wanted: Entries, options: Parameters<typeof planned>[2] = {}) {
  const analysis = analysisOf(before);
  const { plan } = planned(analysisOf(wanted), recordedAs(analysis, analysis.data), options);
  return plan.refused.map(({ name, why }) => `${name}: ${why}`);
}

const withMore = shopWith({
  teams: { audit: {} },
  environments: { spare: { platform: "local", dialable: false } },
  brokers: { post: { environment: "spare", engine: "nats", listeners: { nats: 4600, management: 4601 } } },
  links: { pair: { between: ["ha", "hb"] } },
  policies: { near: { maxHops: 5 } },
});

test.each<[what: string, section: string, name: string, also?: Entries]>([
  ["a team", "teams", "audit"],
  ["an environment", "environments", "spare", { brokers: { post: null } }],
  ["a broker", "brokers", "post"],
  [
    "a domain",
    "domains",
    "orders",
    { applications: { till: null, books: null, "packer-a": null, "packer-b": null } },
  ],
  ["an application", "applications", "books"],
  ["a link", "links", "pair"],
  ["a policy", "policies", "near"],
])("what is protected is not removed, whatever may be lost: %s", (_, section, name, also = {}) => {
  const remove = (from: Entries) => {
    const gone: Entries = { ...also, [section]: { [name]: null } };
    return Object.fromEntries(
      Object.entries(from).map(([each, entries]) => [
        each,
        Object.fromEntries(Object.entries(entries).filter(([one]) => !(one in (gone[each] ?? {})))),
      ]),
    );
  };
  const mayLose = { mayLose: ["orders", "stock", "books", "packers", "packer-a", "packer-b", "post"] };
  expect(refusedOf(kept(section, name, {}, withMore), remove(withMore), mayLose)).toEqual([
    `${name}: it is protected, and is not in the manifest any more: to remove it, take \`protect\` away from it and apply that first`,
  ]);
  expect(refusedOf(withMore, remove(withMore), mayLose)).toEqual([]);
});

test("an event that is protected is not removed from its domain", () => {
  const before = { ...stored, events: { ...events, placed: { protect } } };
  const reading = { applications: { "packer-a": null, "packer-b": null } };
  const wanted = shopWith({ ...reading, domains: { orders: { ...stored, events: { paid: {} } } } });
  const refused = refusedOf(shopWith({ domains: { orders: before } }), wanted, {
    mayLose: ["orders", "packer-a", "packer-b"],
  });
  expect(refused).toEqual([
    expect.stringMatching(/^orders\.placed: it is protected, and is not in the manifest/),
  ]);
});

const shortened = /it is protected, and events would be lost: retention 7d -> 1d/;

test.each([
  [
    "as it was applied",
    kept("domains", "orders"),
    kept("domains", "orders", { protect: false, ...own }),
    "orders",
  ],
  ["as it is wanted", shop, kept("domains", "orders", own), "orders"],
  [
    "in an environment that is",
    kept("environments", "centre"),
    shopWith({ domains: { orders: { ...stored, events, ...own } } }),
    "centre",
  ],
  [
    "for one of its events",
    shopWith({ domains: { orders: { ...stored, events: { ...events, paid: { protect } } } } }),
    shopWith({ domains: { orders: { ...stored, events, ...own } } }),
    "orders.paid",
  ],
])("what is protected is not emptied, whatever may be lost: %s", (_, before, wanted, name) => {
  const refused = refusedOf(before, wanted, { mayLose: ["orders"] });
  expect(refused).toEqual([expect.stringMatching(shortened)]);
  expect(refused[0]?.startsWith(`${name}: `)).toBe(true);
});

test("what waits in a protected environment for a reader that moves away is not lost", () => {
  const moved = { team: "finance", broker: "line", subscribe: ["orders.paid", "stock.counted"] };
  const wanted = (before: Entries) => ({ ...before, applications: { ...before.applications, books: moved } });
  const before = kept("environments", "centre");
  expect(refusedOf(before, wanted(before), { mayLose: ["books"] })).toEqual([
    expect.stringMatching(
      /^centre: it is protected, and events would be lost: .*environment centre -> plant/,
    ),
  ]);
  expect(refusedOf(shop, wanted(shop), { mayLose: ["books"] })).toEqual([]);
});

test("an event that is stored as before is not emptied where others of its domain are", () => {
  const domain = (paid: object) => ({
    ...stored,
    events: { placed: paid, paid: { protect, retention: { age: "30d" } } },
  });
  const refused = refusedOf(
    shopWith({ domains: { orders: domain({}) } }),
    shopWith({ domains: { orders: { ...domain({}), ...own } } }),
    { mayLose: ["orders"] },
  );
  expect(refused).toEqual([]);
});

test("what loses its protection can be removed once that was applied", () => {
  const open = kept("policies", "near", { protect: false }, withMore);
  expect(refusedOf(kept("policies", "near", {}, withMore), open)).toEqual([]);
  expect(refusedOf(open, { ...withMore, policies: {} })).toEqual([]);
});

test("what is protected in an environment that is not planned is no matter", () => {
  const before = kept("brokers", "post", {}, withMore);
  const { post: _, ...brokers } = withMore["brokers"] ?? {};
  const wanted = { ...withMore, brokers };
  expect(refusedOf(before, wanted, { environments: ["centre"] })).toEqual([]);
  expect(refusedOf(before, wanted, { environments: ["spare"] })).toHaveLength(1);
});
