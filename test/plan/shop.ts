import type { Analysis } from "../../compiler/compile.ts";
import { type HeldMesh, holdManifest } from "../../compiler/hold-manifest.ts";
import { mayLoseOf } from "../../compiler/plan/may-lose.ts";
import { engines } from "../../targets/engines/index.ts";
import { expectValid, today } from "../harness/analyze-text.ts";

/** Entries of a manifest by section and name; an entry that is `null` is not there. */
export type Entries = Readonly<Record<string, Readonly<Record<string, object | null>>>>;

const hub = (from: number) => ({
  environment: "centre",
  engine: "nats",
  listeners: { nats: from, management: from + 1, gateway: from + 2, cluster: from + 3, leafnode: from + 4 },
});

const edge = {
  environment: "plant",
  engine: "nats",
  storage: "1Gi",
  listeners: { nats: 4500, management: 4501 },
};

const stored = { owner: "retail", delivery: "at-least-once", share: ["finance"] };

/** A shop whose till publishes orders, which books and a group of packers read by durables. */
export const shop: Entries = {
  teams: { retail: {}, finance: {} },
  environments: { centre: { platform: "local" }, plant: { platform: "local", dialable: false } },
  brokers: { ha: { ...hub(4200), storage: "1Gi" }, hb: hub(4300), line: edge },
  domains: {
    orders: { ...stored, topic: "orders", events: { placed: {}, paid: {} } },
    stock: { ...stored, topic: "stock", events: { counted: {} } },
  },
  applications: {
    till: { team: "retail", broker: "ha", publish: ["orders.*", "stock.counted"] },
    books: { team: "finance", broker: "ha", subscribe: ["orders.paid", "stock.counted"], durable: true },
    "packer-a": { team: "retail", broker: "ha", subscribe: ["orders.placed"], group: "packers" },
    "packer-b": { team: "retail", broker: "hb", subscribe: ["orders.placed"], group: "packers" },
  },
};

/** The shop with some entries otherwise. */
export function shopWith(changes: Entries): Entries {
  const sections = [...new Set([...Object.keys(shop), ...Object.keys(changes)])];
  return Object.fromEntries(
    sections.map((section) => {
      const entries = Object.entries({ ...shop[section], ...changes[section] });
      return [section, Object.fromEntries(entries.filter(([, entry]) => entry !== null))];
    }),
  );
}

/** A manifest of some entries, which is right. */
export function analysisOf(entries: Entries): Analysis {
  return expectValid(JSON.stringify({ apiVersion: "meshc/v1", mesh: { name: "shop" }, ...entries }));
}

/** What is held on to where a mesh is to be another. */
export function heldBetween(before: Entries, wanted: Entries, mayLose: readonly string[] = []): HeldMesh {
  const options = { engines, today, mode: "deploy" } as const;
  const [now, old] = [analysisOf(wanted), analysisOf(before)];
  const { keys } = mayLoseOf(mayLose, [old.topology, now.topology]);
  return holdManifest(now, [old], keys, options);
}
