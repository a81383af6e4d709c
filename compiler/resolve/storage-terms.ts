import { storesNothing } from "../diagnostics/codes/check.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import type { ManifestDomain, ManifestEvent } from "../model/manifest.ts";
import type { Retention, StorageTerms } from "../model/mesh.ts";
import { bytesOf, millisecondsOf } from "../model/quantity.ts";
import type { Path } from "../source/path.ts";
import { reportUnknown } from "./names.ts";

const week = millisecondsOf("7d");

type Said = Pick<ManifestDomain & ManifestEvent, "delivery" | "retention" | "home" | "offline">;

/** What an entry says of being stored, with the language's defaults; a home that no broker is, is reported. */
export function resolveTerms(
  said: Said,
  path: Path,
  brokers: ReadonlySet<string>,
  report: Reporter,
): StorageTerms {
  const { delivery = "at-most-once", retention = {}, home, offline } = said;
  const known = home === undefined || brokers.has(home);
  if (!known) reportUnknown("broker", home, brokers, [...path, "home"], report);
  return {
    delivery,
    retention: retentionOf(retention),
    ...(home !== undefined && known && { home }),
    ...(offline !== undefined && { offlineMilliseconds: millisecondsOf(offline) }),
  };
}

function retentionOf({ age, size, messages }: NonNullable<Said["retention"]>): Retention {
  const isBounded = size !== undefined || messages !== undefined;
  const kept = age === undefined ? (isBounded ? undefined : week) : millisecondsOf(age);
  return {
    ...(kept !== undefined && { ageMilliseconds: kept }),
    ...(size !== undefined && { bytes: bytesOf(size) }),
    ...(messages !== undefined && { messages }),
  };
}

/** Reports terms of storage that a domain, or an event for itself, gives for events that are not stored. */
export function checkTerms(
  domain: string,
  entry: Said & { readonly events?: Readonly<Record<string, Said | null>> },
  report: Reporter,
): void {
  const events = Object.entries(entry.events ?? {});
  const stores = [entry, ...events.map(([, event]) => event)].some(
    (said) => said?.delivery === "at-least-once",
  );
  for (const key of ["retention", "home", "offline"] as const) {
    const refuse = (what: string, path: Path) =>
      report.report(storesNothing, { key, what }, { path, on: "key" });
    if (!stores && entry[key] !== undefined) refuse(`domain "${domain}" has none`, ["domains", domain, key]);
    for (const [name, event] of events) {
      const isOwn = event?.[key] !== undefined && JSON.stringify(event[key]) !== JSON.stringify(entry[key]);
      if (isOwn && event?.delivery !== "at-least-once")
        refuse(`"${domain}.${name}" is not stored`, ["domains", domain, "events", name, key]);
    }
  }
}
