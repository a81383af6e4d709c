import { expect, test } from "vitest";
import type { PlannedMesh } from "../../compiler/plan-manifest.ts";
import { planned, recordedAs } from "./recorded-as.ts";
import { analysisOf, type Entries, shop, shopWith } from "./shop.ts";

const withoutBooks = shopWith({ applications: { books: null } });

/** Two centres, of which one keeps orders and each has a reader of them. */
function centres(changes: Entries = {}): Entries {
  const listeners = (from: number) => ({
    listeners: { nats: from, management: from + 1, gateway: from + 2, cluster: from + 3 },
  });
  const at = (environment: string, from: number) => ({ environment, engine: "nats", ...listeners(from) });
  const base: Entries = {
    teams: { one: {} },
    environments: { east: { platform: "local" }, west: { platform: "local" } },
    brokers: { e: { ...at("east", 4200), storage: "1Gi" }, w: { ...at("west", 4300), storage: "1Gi" } },
    domains: {
      orders: { owner: "one", topic: "orders", delivery: "at-least-once", home: "e", events: { placed: {} } },
    },
    applications: {
      till: { team: "one", broker: "e", publish: ["orders.placed"] },
      near: { team: "one", broker: "e", subscribe: ["orders.placed"], durable: true },
      far: { team: "one", broker: "w", subscribe: ["orders.placed"], durable: true },
    },
  };
  const sections = Object.keys(base).map((name) => {
    const entries = Object.entries({ ...base[name], ...changes[name] });
    return [name, Object.fromEntries(entries.filter(([, entry]) => entry !== null))];
  });
  return Object.fromEntries(sections);
}

function told({ plan }: PlannedMesh): readonly string[] {
  return plan.changes.map(
    ({ environment, kind, name, action }) => `${environment} ${action} ${kind} ${name}`,
  );
}

test.each([
  ["the shop", shop],
  ["two centres", centres()],
])("a plan for what was applied is empty: %s", (_, entries) => {
  const analysis = analysisOf(entries);
  const { plan, drains, held } = planned(analysis, recordedAs(analysis, analysis.data));
  expect({ changes: plan.changes, refused: plan.refused, drains }).toEqual({
    changes: [],
    refused: [],
    drains: [],
  });
  expect(held).toBe(analysis.data);
});

test("where nothing was applied all is added", () => {
  const { plan, topologies } = planned(analysisOf(shop), undefined);
  expect(new Set(plan.changes.map(({ action }) => action))).toEqual(new Set(["add"]));
  expect(topologies.before).toBeUndefined();
});

test("what is held on to is in the plan, and what is recorded then is held on to until it is given up", () => {
  const [before, wanted] = [analysisOf(shop), analysisOf(withoutBooks)];
  const first = planned(wanted, recordedAs(before, before.data));
  expect(first.plan.refused).toEqual([]);
  expect(first.drains).toEqual([{ kind: "application", name: "books", draining: false }]);
  const recorded = recordedAs({ ...wanted, topology: first.topologies.held }, first.held);
  const second = planned(wanted, recorded);
  expect(second.drains).toEqual([{ kind: "application", name: "books", draining: true }]);
  expect(second.held).toEqual(first.held);
  for (const { changes, waves } of [first.plan, second.plan]) {
    expect(waves.at(-1)?.title).toBe("removal");
    expect(Math.max(...changes.map(({ wave }) => wave))).toBe(waves.length);
  }
  const last = planned(wanted, recorded, { mayLose: ["books"] });
  expect(last.held).toBe(wanted.data);
  expect(last.topologies.held.durables.map(({ name }) => name)).toEqual(["group_packers"]);
});

test("environments that were applied one by one are each as it was applied there", () => {
  const [old, now] = [analysisOf(centres()), analysisOf(centres({ applications: { far: null } }))];
  const east = recordedAs(now, now.data, ["east"]);
  const west = recordedAs(old, old.data, ["west"]);
  const recorded = { environments: new Map([...east.environments, ...west.environments]) };
  const { topologies, drains } = planned(now, recorded);
  const far = (topology = topologies.before) =>
    topology?.identities.find(({ name }) => name === "application.far")?.at;
  expect([...(far()?.keys() ?? [])]).toEqual(["w"]);
  expect(drains).toEqual([{ kind: "application", name: "far", draining: false }]);
});

test("a plan for one environment leaves the others as they are", () => {
  const old = analysisOf(centres());
  const wanted = analysisOf(
    centres({
      applications: {
        ear: { team: "one", broker: "e", subscribe: ["orders.placed"] },
        ear2: { team: "one", broker: "w", subscribe: ["orders.placed"] },
      },
    }),
  );
  const part = planned(wanted, recordedAs(old, old.data), { environments: ["east"] });
  expect(part.plan.refused).toEqual([]);
  expect(told(part).filter((change) => !change.startsWith("east "))).toEqual([]);
  const named = part.topologies.held.identities.map(({ name }) => name);
  expect(named).toContain("application.ear");
  expect(named).not.toContain("application.ear2");
});

test("an environment that was never applied has nothing yet", () => {
  const analysis = analysisOf(centres());
  const recorded = recordedAs(analysis, analysis.data, ["east"]);
  const { topologies, plan } = planned(analysis, recorded);
  expect([...(topologies.before?.brokers.keys() ?? [])]).toEqual(["e"]);
  expect(told({ ...planned(analysis, recorded), plan })).toContain("west add broker w");
});

test.each([
  ["east", "west"],
  ["west", "east"],
])(
  "what is kept does not move between an environment that is planned (%s) and one that is not",
  (chosen, other) => {
    const old = analysisOf(centres());
    const wanted = analysisOf(
      centres({
        domains: {
          orders: {
            owner: "one",
            topic: "orders",
            delivery: "at-least-once",
            home: "w",
            events: { placed: {} },
          },
        },
      }),
    );
    const { plan } = planned(wanted, recordedAs(old, old.data), {
      environments: [chosen],
      mayLose: ["orders"],
    });
    expect(plan.refused).toContainEqual({
      name: "orders",
      why: expect.stringMatching(`moves from "e" to "w": plan it with environment "${other}"`),
    });
  },
);

test("a place does not move to an environment that is not planned", () => {
  const old = analysisOf(centres());
  const far = { team: "one", broker: ["e", "w"], subscribe: ["orders.placed"], durable: true };
  const wanted = analysisOf(centres({ applications: { far } }));
  const { plan } = planned(wanted, recordedAs(old, old.data), { environments: ["west"] });
  expect(plan.refused).toContainEqual({ name: "far", why: expect.stringMatching(/"east" \(`--env east`\)/) });
});

test("the same input gives the same plan", () => {
  const plan = () => {
    const [before, wanted] = [analysisOf(shop), analysisOf(withoutBooks)];
    return JSON.stringify(planned(wanted, recordedAs(before, before.data)).plan);
  };
  expect(plan()).toEqual(plan());
});

test("what it takes to let go of a reader at an edge once it has read is told beforehand", () => {
  const clerk = { team: "retail", broker: "line", subscribe: ["orders.placed"], durable: true };
  const board = { team: "retail", broker: "line", subscribe: ["ticks.tick"] };
  const clock = { team: "retail", broker: "ha", publish: ["ticks.tick"] };
  const ticks = { owner: "retail", topic: "ticks", events: { tick: {} } };
  const { line: _line, ...hubs } = shop["brokers"] ?? {};
  const edge = { environment: "plant", engine: "nats", listeners: { nats: 4500, management: 4501 } };
  const mesh = (applications: Entries[string]) =>
    analysisOf(
      shopWith({
        brokers: { ...hubs, line: edge },
        domains: { ticks },
        applications: { board, clock, ...applications },
      }),
    );
  const [before, wanted] = [mesh({ clerk }), mesh({ clerk: null })];
  const { plan } = planned(wanted, recordedAs(before, before.data));
  const last = Math.max(...plan.waves.map(({ number }) => number));
  const link = plan.changes.find(({ kind, wave }) => kind === "link" && wave === last);
  expect(link).toMatchObject({ name: "line.uplink", effect: "INTERRUPTS" });
  expect(link?.flows).toContain("ticks.tick: clock -> board");
  expect(plan.waves.at(-1)).toMatchObject({ title: "removal" });
  expect(plan.waves.at(-1)?.brokers).toContain("ha");
  const clerks = plan.changes.filter(({ kind, name }) => kind === "application" && name === "clerk");
  expect(clerks.map(({ action, effect }) => `${action} ${effect}`)).toEqual(["drain NONE", "remove RELOAD"]);
});
