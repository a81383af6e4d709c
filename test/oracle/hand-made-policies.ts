import type { HandMade } from "./hand-made.ts";
import { base, longWay, orders, variant } from "./hand-made.ts";

/** Meshes about policies. */
export const aboutPolicies: readonly HandMade[] = [
  {
    name: "three hops are not two",
    mesh: variant({ policies: { near: { maxHops: 2 } } }),
    errors: ["maxHops"],
  },
  {
    name: "three hops are three",
    mesh: variant({ policies: { near: { maxHops: 3 } } }),
    errors: [],
    flows: [longWay],
  },
  {
    name: "a standby target can make the way too long",
    mesh: variant({
      brokers: { line: { environment: "plant", uplink: ["paris", "floor"] } },
      policies: { near: { maxHops: 2 } },
    }),
    errors: ["maxHops"],
  },
  {
    name: "a policy that only warns is no error",
    mesh: variant({ policies: { near: { maxHops: 0, severity: "warning" } } }),
    errors: [],
    warnings: ["maxHops"],
    flows: [longWay],
  },
  {
    name: "an exception holds on its last day",
    mesh: variant({
      policies: { near: { maxHops: 0, except: [{ teams: ["blue"], why: "agreed", until: "2026-03-01" }] } },
    }),
    errors: [],
    flows: [longWay],
  },
  {
    name: "an exception that ran out does not",
    mesh: variant({ policies: { near: { maxHops: 0, except: [{ why: "agreed", until: "2026-02-28" }] } } }),
    errors: ["maxHops"],
  },
  {
    name: "what is secret is not read where it is forbidden",
    mesh: {
      ...orders({ classification: ["pii"] }),
      policies: { kept: { forbid: { classification: "pii", residency: "us", action: ["read"] } } },
    },
    errors: ["forbid"],
  },
  {
    name: "a place without residency counts as forbidden",
    mesh: {
      ...orders({ classification: ["pii"] }),
      environments: { ...base.environments, west: {} },
      policies: { kept: { forbid: { classification: "pii", residency: "cn" } } },
    },
    errors: ["forbid"],
  },
  {
    name: "what is secret is not published where it may not be carried, though nobody reads it",
    mesh: {
      ...orders({ classification: ["pii"] }),
      applications: { shop: { team: "red", broker: "austin", publish: ["orders.created"] } },
      policies: { kept: { forbid: { classification: "pii", residency: "us", action: ["carry"] } } },
    },
    errors: ["forbid"],
  },
  {
    name: "a policy for another domain is not about this one",
    mesh: {
      ...orders({ classification: ["pii"] }),
      policies: {
        kept: { forbid: { classification: "pii", residency: "us" }, scope: { applications: ["nobody"] } },
      },
    },
    errors: ["reference"],
  },
];
