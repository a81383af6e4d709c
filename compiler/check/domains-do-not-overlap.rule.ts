import { domainsOverlap } from "../diagnostics/codes/check.ts";
import { sortedByName } from "../model/compare.ts";
import type { Domain } from "../model/mesh.ts";
import { printPattern } from "../model/topic.ts";
import type { Rule } from "./rule.ts";

/** No domain's topic is another's, or above or below it. */
export const domainsDoNotOverlap: Rule = (mesh, _engines, report) => {
  const byTopic = new Map<string, Domain>();
  const domains = sortedByName(mesh.domains.values());
  for (const domain of domains) {
    const topic = printPattern(domain.topic);
    const other = byTopic.get(topic);
    if (other) reportPair(domain, other, report);
    else byTopic.set(topic, domain);
  }
  for (const domain of domains) {
    for (let length = 1; length < domain.topic.length; length++) {
      const above = byTopic.get(printPattern(domain.topic.slice(0, length)));
      if (above) reportPair(domain, above, report);
    }
  }
};

function reportPair(domain: Domain, other: Domain, report: Parameters<Rule>[2]): void {
  report.report(
    domainsOverlap,
    {
      domain: domain.name,
      topic: printPattern(domain.topic),
      other: other.name,
      otherTopic: printPattern(other.topic),
    },
    { path: ["domains", domain.name, "topic"] },
    [{ path: ["domains", other.name, "topic"], message: "the other domain's topic" }],
  );
}
