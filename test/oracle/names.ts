import type { AbstractMesh, AbstractScope } from "./abstract-mesh.ts";
import { namedPlaces } from "./named-places.ts";
import { namedUplinks } from "./wiring.ts";
import type { Finding } from "./verdict.ts";

/** Names that an entry speaks of and nothing declares, each with the entry's name. */
export function unknownNames(mesh: AbstractMesh): readonly Finding[] {
  const findings: Finding[] = [];
  const expect = (by: string, declared: readonly string[], names: readonly string[]) => {
    for (const name of names) {
      if (!declared.includes(name)) findings.push({ category: "reference", names: [by, name] });
    }
  };
  const environments = Object.keys(mesh.environments);
  const brokers = Object.keys(mesh.brokers);
  const domains = Object.keys(mesh.domains);
  const applications = Object.keys(mesh.applications);
  for (const [name, broker] of Object.entries(mesh.brokers)) {
    expect(name, environments, [broker.environment]);
    expect(name, brokers, namedUplinks(broker));
  }
  for (const [name, domain] of Object.entries(mesh.domains)) {
    expect(name, mesh.teams, [domain.owner]);
    for (const keeper of [domain, ...Object.values(domain.events)]) {
      expect(name, brokers, keeper.home === undefined ? [] : [keeper.home]);
      const share = keeper.share ?? "private";
      if (typeof share === "string") continue;
      const lists = "length" in share ? [share] : [share.subscribe ?? [], share.publish ?? []];
      for (const list of lists) if (list !== "all") expect(name, mesh.teams, list);
    }
  }
  for (const [name, application] of Object.entries(mesh.applications)) {
    expect(name, mesh.teams, [application.team]);
    expect(name, brokers, namedPlaces(application));
  }
  for (const [name, link] of Object.entries(mesh.links)) {
    expect(name, brokers, link.between);
    expect(name, domains, link.domains ?? []);
  }
  const expectScope = (name: string, scope: AbstractScope) => {
    expect(name, domains, scope.domains ?? []);
    expect(name, environments, scope.environments ?? []);
    expect(name, mesh.teams, scope.teams ?? []);
    expect(name, applications, scope.applications ?? []);
  };
  for (const [name, policy] of Object.entries(mesh.policies)) {
    for (const scope of [policy.scope ?? {}, ...(policy.except ?? [])]) expectScope(name, scope);
  }
  return findings;
}
