import type { Reporter } from "../diagnostics/reporter.ts";
import type { Manifest } from "../model/manifest.ts";
import type { Mesh, Team } from "../model/mesh.ts";
import { resolveApplications } from "./applications.ts";
import { namesIn } from "./entry-names.ts";
import { resolveBrokers } from "./brokers.ts";
import { resolveDomains } from "./domains.ts";
import { resolveEnvironment } from "./environments.ts";
import { resolveLinks } from "./links.ts";
import { resolvePolicies } from "./policies.ts";
import { resolveRecipients } from "./recipients.ts";

/**
 * Links every name of the manifest with what it names. A name that nothing declares is reported, and what cannot
 * be without it is left out, so that later phases still find what they can in the rest.
 */
export function resolve(manifest: Manifest, report: Reporter): Mesh {
  const entries = manifest.data;
  const environments = mapEntries(entries.environments ?? {}, (name, entry) =>
    resolveEnvironment(name, entry, report),
  );
  const teamEntries = mapEntries(entries.teams ?? {}, (_, team) => team ?? {});
  const brokerNames = new Set(Object.keys(entries.brokers ?? {}));
  const domainNames = new Set(Object.keys(entries.domains ?? {}));
  const brokers = resolveBrokers(entries.brokers ?? {}, environments, report);
  const domains = resolveDomains(entries.domains ?? {}, teamEntries, brokerNames, report);
  const applicationEntries = entries.applications ?? {};
  const scopeNames = {
    domains: domainNames,
    environments: new Set(environments.keys()),
    teams: new Set(teamEntries.keys()),
    applications: new Set(Object.keys(applicationEntries)),
  };
  const names = namesIn(entries);
  return {
    name: entries.mesh?.name ?? "",
    ...(entries.mesh?.description !== undefined && { description: entries.mesh.description }),
    teams: mapEntries(entries.teams ?? {}, (name, team): Team => ({ ...team, name })),
    environments,
    brokers,
    domains,
    applications: resolveApplications(applicationEntries, teamEntries, brokers, brokerNames, domains, report),
    links: resolveLinks(entries.links ?? {}, brokerNames, domainNames, report),
    policies: resolvePolicies(entries.policies ?? {}, scopeNames, report),
    recipients: resolveRecipients(entries.state?.secrets?.age ?? [], report),
    ...(names.size > 0 && { names }),
  };
}

function mapEntries<A, B>(
  entries: Readonly<Record<string, A>>,
  make: (name: string, entry: A) => B,
): ReadonlyMap<string, B> {
  return new Map(Object.entries(entries).map(([name, entry]) => [name, make(name, entry)]));
}
