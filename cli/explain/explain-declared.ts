import type { Environment, Policy } from "../../compiler/model/mesh.ts";
import type { Topology } from "../../compiler/model/topology.ts";

/** What an environment is, with what the language adds. */
export function explainEnvironment(environment: Environment, topology: Topology): readonly string[] {
  const { name, platform, deploy, region, residency, dialable } = environment;
  const brokers = [...topology.brokers.values()].filter(({ broker }) => broker.environment.name === name);
  return [
    `environment ${name}`,
    `  platform ${platform}, deployed with ${deploy}`,
    `  region ${region ?? "none"}, residency ${residency ?? "none: events that have a residency may not come here"}`,
    dialable
      ? "  others may open connections into it"
      : "  nobody outside may open a connection into it: links are dialed from inside",
    `  brokers: ${brokers.map(({ broker, role }) => `${broker.name} (${role})`).join(", ") || "none"}`,
  ];
}

/** What a policy demands; that it holds was proven when the manifest was analyzed. */
export function explainPolicy({ name, rule, severity, scope, except }: Policy): readonly string[] {
  const scopes = Object.entries(scope).map(
    ([key, names]) => `  only for ${key} ${(names as readonly string[]).join(", ")}`,
  );
  const exceptions = except.map(
    ({ why, until }) => `  except (${why})${until === undefined ? "" : ` until ${until}`}`,
  );
  return [`policy ${name}`, `  ${demandOf(rule)}`, `  otherwise: ${severity}`, ...scopes, ...exceptions];
}

function demandOf(rule: Policy["rule"]): string {
  switch (rule.kind) {
    case "maxHops":
      return `no flow crosses more than ${rule.hops} links`;
    case "encryptInTransit":
      return "no event crosses a hop that is not encrypted";
    case "forbid":
      return `events classified "${rule.classification}" are not subject to ${rule.actions.join(", ")} in residency ${rule.residency}`;
  }
}
