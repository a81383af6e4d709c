import { topicMalformed, topicRepeatsDomain, unknownParameter } from "../diagnostics/codes/resolve.ts";
import { orderWithoutKey } from "../diagnostics/codes/read-terms.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import { suggest } from "../diagnostics/suggest.ts";
import type { ManifestDomain, ManifestEvent, ManifestShare, ManifestTeam } from "../model/manifest.ts";
import type { Domain, Event, Share } from "../model/mesh.ts";
import { bytesOf, perSecondOf } from "../model/quantity.ts";
import type { Pattern } from "../model/topic.ts";
import type { Path } from "../source/path.ts";
import { lookUp } from "./names.ts";
import { checkTerms, resolveTerms } from "./storage-terms.ts";

/** Levels that a whole topic may have. */
const mostLevels = 16;

type Teams = ReadonlyMap<string, ManifestTeam>;

/** The domains with their events, which hold already what they inherit: an event that unset it says nothing. */
export function resolveDomains(
  entries: Readonly<Record<string, ManifestDomain>>,
  teams: Teams,
  brokers: ReadonlySet<string>,
  report: Reporter,
): ReadonlyMap<string, Domain> {
  const domains = new Map<string, Domain>();
  for (const [name, entry] of Object.entries(entries)) {
    lookUp("team", entry.owner, teams, ["domains", name, "owner"], report);
    checkShare(entry.share, ["domains", name, "share"], teams, report);
    const topic = entry.topic.split("/");
    const events = new Map<string, Event>();
    for (const [event, said] of Object.entries(entry.events ?? {})) {
      events.set(event, resolveEvent(name, topic, entry, event, said ?? {}, { teams, brokers }, report));
    }
    checkTerms(name, entry, report);
    const terms = resolveTerms(entry, ["domains", name], brokers, report);
    const { owner, residency } = entry;
    domains.set(name, { name, owner, topic, events, terms, ...(residency && { residency }) });
  }
  return domains;
}

function resolveEvent(
  domain: string,
  root: Pattern,
  entry: ManifestDomain,
  name: string,
  said: ManifestEvent,
  { teams, brokers }: { readonly teams: Teams; readonly brokers: ReadonlySet<string> },
  report: Reporter,
): Event {
  const path = ["domains", domain, "events", name];
  checkShare(said.share, [...path, "share"], teams, report);
  const written = said.topic ?? name;
  const below = written.split("/");
  checkTopic(`${domain}.${name}`, root, below, said.topic === undefined ? path : [...path, "topic"], report);
  const parameters = new Map<string, number>();
  const topic = [...root, ...below].map((level, index) => {
    if (!level.startsWith("{")) return level;
    parameters.set(level.slice(1, -1), index);
    return "*";
  });
  checkParameters(`${domain}.${name}`, said, parameters, path, report);
  return {
    name,
    domain,
    owner: entry.owner,
    topic,
    parameters,
    share: shareOf(said.share),
    ...(said.residency && { residency: said.residency }),
    classification: said.classification ?? [],
    load: {
      ...(said.rate !== undefined && { perSecond: perSecondOf(said.rate) }),
      ...(said.size !== undefined && { bytes: bytesOf(said.size) }),
    },
    terms: resolveTerms(said, path, brokers, report),
    ...orderOf(`${domain}.${name}`, said, path, report),
    ...(said.duplicates === "none" && { withoutDuplicates: true }),
  };
}

/** What `order: key` goes by; without a key it could not be kept. */
function orderOf(
  event: string,
  { order, key }: ManifestEvent,
  path: Path,
  report: Reporter,
): Pick<Event, "orderedBy"> {
  if (order !== "key") return {};
  if (key !== undefined) return { orderedBy: key };
  report.report(orderWithoutKey, { event }, { path: [...path, "order"] });
  return {};
}

function checkParameters(
  event: string,
  said: ManifestEvent,
  parameters: ReadonlyMap<string, number>,
  path: Path,
  report: Reporter,
): void {
  const check = (parameter: string, below: Path) => {
    if (parameters.has(parameter)) return;
    const suggestion = suggest(parameter, parameters.keys());
    report.report(unknownParameter, { event, parameter, suggestion }, { path: [...path, ...below] });
  };
  if (said.key !== undefined) check(said.key, ["key"]);
  for (const [index, parameter] of (said.split ?? []).entries()) check(parameter, ["split", index]);
}

function checkTopic(event: string, root: Pattern, below: Pattern, path: Path, report: Reporter): void {
  const repeats = below.length > root.length && root.every((level, index) => below[index] === level);
  if (repeats) {
    const rest = below.slice(root.length).join("/");
    report.report(topicRepeatsDomain, { event, topic: rest, domain: root.join("/") }, { path });
  }
  const why = whyMalformed(root, below);
  if (why) report.report(topicMalformed, { topic: [...root, ...below].join("/"), why }, { path });
}

function whyMalformed(root: Pattern, below: Pattern): string | undefined {
  const levels = root.length + below.length;
  if (levels > mostLevels) return `has ${levels} levels`;
  const twice = below.find((level, index) => level.startsWith("{") && below.indexOf(level) !== index);
  return twice && `has the parameter ${twice} twice`;
}

function shareOf(share: ManifestShare | undefined): Share {
  if (share === undefined || share === "private") return { subscribe: [], publish: [] };
  if (share === "all") return { subscribe: "all", publish: [] };
  if (isList(share)) return { subscribe: share, publish: [] };
  return { subscribe: share.subscribe ?? [], publish: share.publish ?? [] };
}

function checkShare(share: ManifestShare | undefined, path: Path, teams: Teams, report: Reporter): void {
  if (share === undefined || typeof share === "string") return;
  const check = (names: readonly string[], below: Path) =>
    names.forEach((name, index) => lookUp("team", name, teams, [...below, index], report));
  if (isList(share)) return check(share, path);
  if (typeof share.subscribe === "object") check(share.subscribe, [...path, "subscribe"]);
  check(share.publish ?? [], [...path, "publish"]);
}

function isList(share: Exclude<ManifestShare, string>): share is readonly string[] {
  return Array.isArray(share);
}
