import { expect, test } from "vitest";
import { expectMarked } from "../harness/analyze-text.ts";

function analyzed(classification: string, residency: string, mark: string) {
  return expectMarked(`apiVersion: meshc/v1
mesh: { name: shop }
teams: { retail: {} }
environments:
  frankfurt: { platform: kubernetes, residency: eu }
  london: { platform: kubernetes, residency: uk }
  dublin: { platform: kubernetes, residency: eu-west }
brokers:
  core: { environment: frankfurt, engine: nats }
domains:
  people:
    owner: retail
    topic: people
    classification: [pii, personal, internal, tier-1]
    residency: [eu, switzerland]
    events: { moved: {} }
policies:
  kept: { forbid: { classification: ${classification}, residency: ${residency} } }${mark}
`);
}

test.each([
  ["pii", "personal"],
  ["phi", "us"],
  ["secret", "asia"],
  ["external", "eu-east"],
  ["tier-2", "switzerland"],
  ["financial", "ch"],
])("a prohibition of %s in %s is taken as it is", (classification, residency) => {
  analyzed(classification, residency, "");
});

test.each([
  ["personnal", "us", "personal"],
  ["personla", "us", "personal"],
  ["Internal", "us", "internal"],
  ["pi", "us", "pii"],
  ["ipi", "us", "pii"],
  ["PII", "us", "pii"],
  ["tier1", "us", "tier-1"],
  ["pii", "ue", "eu"],
  ["pii", "eu-wst", "eu-west"],
  ["pii", "switzerlnd", "switzerland"],
])("of a prohibition of %s in %s it is asked whether %s was meant", (classification, residency, meant) => {
  const [found] = analyzed(classification, residency, " # WARNING: MESH2114");
  expect(found?.message).toContain(`did you mean "${meant}"?`);
});
