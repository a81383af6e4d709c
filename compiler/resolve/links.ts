import { linkToItself, pairTwice } from "../diagnostics/codes/resolve.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import { compare } from "../model/compare.ts";
import type { ManifestLink } from "../model/manifest.ts";
import type { LinkDeclaration } from "../model/mesh.ts";
import { pairKey } from "../model/pair-key.ts";
import { reportUnknown } from "./names.ts";

/** The entries of `links`; one about a pair that another entry or no broker has is reported and left out. */
export function resolveLinks(
  entries: Readonly<Record<string, ManifestLink>>,
  brokerNames: ReadonlySet<string>,
  domainNames: ReadonlySet<string>,
  report: Reporter,
): ReadonlyMap<string, LinkDeclaration> {
  const links = new Map<string, LinkDeclaration>();
  const byPair = new Map<string, string>();
  for (const [name, entry] of Object.entries(entries).toSorted(([a], [b]) => compare(a, b))) {
    checkNames(name, entry, brokerNames, domainNames, report);
    const [a, b] = entry.between;
    if (!brokerNames.has(a) || !brokerNames.has(b)) continue;
    const other = byPair.get(pairKey(a, b));
    const at = { path: ["links", name, "between"] };
    if (a === b) report.report(linkToItself, { link: name, broker: a }, at);
    else if (other !== undefined) {
      const related = [{ path: ["links", other], on: "key", message: "the other entry" }] as const;
      report.report(pairTwice, { link: name, other, a, b }, at, related);
    } else {
      byPair.set(pairKey(a, b), name);
      links.set(name, declarationOf(name, entry));
    }
  }
  return links;
}

function declarationOf(name: string, entry: ManifestLink): LinkDeclaration {
  return {
    name,
    between: entry.between,
    ...(entry.via !== undefined && { via: entry.via }),
    cost: entry.cost ?? 1,
    ...(entry.domains && { domains: entry.domains }),
    ...(entry.encrypted === true && { encrypted: true }),
  };
}

function checkNames(
  name: string,
  entry: ManifestLink,
  brokerNames: ReadonlySet<string>,
  domainNames: ReadonlySet<string>,
  report: Reporter,
): void {
  for (const [index, broker] of entry.between.entries()) {
    if (brokerNames.has(broker)) continue;
    reportUnknown("broker", broker, brokerNames, ["links", name, "between", index], report);
  }
  for (const [index, domain] of (entry.domains ?? []).entries()) {
    if (domainNames.has(domain)) continue;
    reportUnknown("domain", domain, domainNames, ["links", name, "domains", index], report);
  }
}
