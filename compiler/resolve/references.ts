import { matchesNothing, unknownParameter } from "../diagnostics/codes/resolve.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import { suggest } from "../diagnostics/suggest.ts";
import { compare } from "../model/compare.ts";
import type { EventIndex } from "../model/event-index.ts";
import type { ManifestSubscription } from "../model/manifest.ts";
import type { Access, Domain, Event, Reference } from "../model/mesh.ts";
import { teamMay } from "../model/sharing.ts";
import { intersection, type Pattern } from "../model/topic.ts";
import type { Path } from "../source/path.ts";
import { reportUnknown } from "./names.ts";
import { readTerms } from "./read-terms.ts";

/** What references are resolved against. */
export interface Events {
  readonly domains: ReadonlyMap<string, Domain>;
  readonly index: EventIndex;
}

/** Whose reference it is, and what it is for. */
export interface Referrer {
  readonly team: string;
  readonly action: "publish" | "subscribe";
}

/** One entry of `publish` or `subscribe`: the events that it names, narrowed as it says. */
export function resolveReference(
  entry: ManifestSubscription,
  index: number,
  path: Path,
  referrer: Referrer,
  events: Events,
  report: Reporter,
): Reference {
  const written = typeof entry === "string" ? entry : entry.event;
  const where = typeof entry === "string" ? undefined : entry.where;
  const place = typeof entry === "string" ? path : [...path, "event"];
  const matched = written.includes("/")
    ? matchPattern(written, place, events, report)
    : matchName(written, place, referrer, events, report);
  const whole = written.endsWith(".*") && !where ? { domain: written.slice(0, -2) } : {};
  const accesses = where ? narrow(matched, written, where, [...path, "where"], report) : matched;
  const terms = typeof entry === "string" ? undefined : readTerms(entry);
  return { index, ...whole, accesses, ...(terms && { terms }) };
}

function matchPattern(written: string, path: Path, events: Events, report: Reporter): readonly Access[] {
  const pattern = written.split("/");
  const found = events.index.overlapping(pattern).toSorted((a, b) => compare(idOf(a), idOf(b)));
  if (found.length === 0) {
    const domains = [...events.domains.values()].filter((domain) => domain.events.size > 0);
    const topics = domains.map((domain) => [...domain.topic, ">"].join("/"));
    const what = `has a topic that matches "${written}"`;
    report.report(matchesNothing, { what, suggestion: suggest(written, topics) }, { path });
  }
  return found.map((event) => ({ event, pattern: intersection(event.topic, pattern) ?? event.topic }));
}

function matchName(
  written: string,
  path: Path,
  referrer: Referrer,
  events: Events,
  report: Reporter,
): readonly Access[] {
  const [domainName = "", eventName = ""] = written.split(".");
  const domain = events.domains.get(domainName);
  if (!domain) {
    reportUnknown("domain", domainName, events.domains.keys(), path, report);
    return [];
  }
  if (eventName === "*") {
    if (domain.events.size === 0) {
      report.report(
        matchesNothing,
        { what: `is in domain "${domainName}"`, suggestion: undefined },
        { path },
      );
    }
    const shared = [...domain.events.values()].filter((event) =>
      teamMay(referrer.team, referrer.action, event),
    );
    const meant = shared.length > 0 ? shared : [...domain.events.values()];
    return meant.map((event) => ({ event, pattern: event.topic }));
  }
  const event = domain.events.get(eventName);
  if (event) return [{ event, pattern: event.topic }];
  const names = [...domain.events.keys()].map((name) => `${domainName}.${name}`);
  reportUnknown("event", written, names, path, report);
  return [];
}

type Where = Readonly<Record<string, string | readonly string[]>>;

/** Each access with its parameters fixed to each of the values; a value that no event can have is reported. */
function narrow(
  accesses: readonly Access[],
  written: string,
  where: Where,
  path: Path,
  report: Reporter,
): readonly Access[] {
  let narrowed = accesses;
  for (const [parameter, value] of Object.entries(where)) {
    const place = [...path, parameter];
    const wider = narrowed.filter(({ event }) => {
      const isKnown = event.parameters.has(parameter);
      if (!isKnown) reportParameter(event, parameter, place, report);
      return isKnown;
    });
    const values = typeof value === "string" ? [value] : value;
    narrowed = values.flatMap((text, index) => {
      const found = wider.flatMap((access) => atLevel(access, access.event.parameters.get(parameter), text));
      if (found.length === 0 && wider.length > 0) {
        const what = `that "${written}" names has "${text}" as {${parameter}}`;
        const at = { path: typeof value === "string" ? place : [...place, index] };
        report.report(matchesNothing, { what, suggestion: undefined }, at);
      }
      return found;
    });
  }
  return narrowed;
}

/** The access with one level fixed, or none where a topic pattern fixes it to another value already. */
function atLevel(access: Access, level: number | undefined, value: string): readonly Access[] {
  const known = level === undefined ? undefined : access.pattern[level];
  if (known !== "*" && known !== value) return [];
  const pattern: Pattern = access.pattern.map((text, index) => (index === level ? value : text));
  return [{ event: access.event, pattern }];
}

function reportParameter(event: Event, parameter: string, path: Path, report: Reporter): void {
  const suggestion = suggest(parameter, event.parameters.keys());
  report.report(unknownParameter, { event: idOf(event), parameter, suggestion }, { path, on: "key" });
}

function idOf(event: Event): string {
  return `${event.domain}.${event.name}`;
}
