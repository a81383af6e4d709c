import type { Place } from "./attached.ts";

/** A broker of the mesh: what it dials, if anything, and how its application attaches. */
export interface Site {
  readonly by: Place["by"];
  readonly uplink?: string | readonly string[];
  readonly replicas?: number;
}

/** Sites by name. Each is an environment and a broker. */
export type Sites = Readonly<Record<string, Site>>;

/** One event, of which each site says its own and reads those of all others and its own; `terms` are of its domain. */
export function toldApart(sites: Sites, terms: object = {}): string {
  const names = Object.keys(sites);
  const entries = (of: (name: string, site: Site) => object) =>
    Object.fromEntries(Object.entries(sites).map(([name, site]) => [name, of(name, site)]));
  return JSON.stringify({
    apiVersion: "meshc/v1",
    mesh: { name: "apart" },
    teams: { one: {} },
    environments: entries(() => ({ platform: "local" })),
    brokers: entries((name, { by, uplink, replicas = 1 }) => ({
      environment: name,
      replicas,
      engine: by === "mosquitto" ? "mosquitto" : "nats",
      ...(uplink !== undefined && { uplink, role: "edge" }),
    })),
    domains: {
      notes: { owner: "one", topic: "notes", ...terms, events: { said: { topic: "{site}/said" } } },
    },
    applications: entries((name, { by }) => ({
      team: "one",
      broker: name,
      ...(by === "mqtt" && { protocol: "mqtt" }),
      publish: [{ event: "notes.said", where: { site: name } }],
      subscribe: [{ event: "notes.said", where: { site: names } }],
    })),
  });
}

/** So many sites of one kind, `site1` and on. */
export function alike(count: number, site: Site): Sites {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`site${index + 1}`, site]));
}
