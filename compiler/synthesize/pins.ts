import {
  backboneForbidden,
  linkCannotFilter,
  uplinkNotDialable,
  viaDoesNotFit,
} from "../diagnostics/codes/synthesize.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import { sortedByName } from "../model/compare.ts";
import type { LinkKind } from "../model/link-kind.ts";
import type { Broker, BrokerRole, LinkDeclaration, Mesh } from "../model/mesh.ts";

/** A link that an entry of `links` asks for, from the broker that dials it. */
export interface Pin {
  readonly declaration: LinkDeclaration;
  readonly kind: LinkKind;
  readonly dialer: string;
  readonly target: string;
}

/** What synthesis knows of a broker before its links. */
export interface Placed {
  readonly broker: Broker;
  readonly role: BrokerRole;
  readonly kinds: readonly LinkKind[];
  /** Name of the kind that joins its engine's hubs. */
  readonly backbone?: string;
  /** Whether brokers of its engine can keep streams. */
  readonly keepsStreams: boolean;
}

/** Reads the entries of `links` that pin a kind: those that ask for a link which nothing else makes. */
export function pinnedLinks(
  mesh: Mesh,
  placed: ReadonlyMap<string, Placed>,
  report: Reporter,
): readonly Pin[] {
  const pins: Pin[] = [];
  for (const declaration of sortedByName(mesh.links.values())) {
    const a = placed.get(declaration.between[0]);
    const b = placed.get(declaration.between[1]);
    const pin = a && b && pinOf(declaration, a, b, report);
    if (pin) pins.push(pin);
  }
  return pins;
}

function pinOf(declaration: LinkDeclaration, a: Placed, b: Placed, report: Reporter): Pin | undefined {
  const joined = a.role === "hub" && b.role === "hub" && a.broker.engine === b.broker.engine;
  if (declaration.via === "none") {
    if (joined) reportGap(declaration, report);
    return undefined;
  }
  const name = declaration.via ?? (joined ? a.backbone : undefined);
  const { dialer, target, kind } = endsOf(a, b, name);
  if (declaration.via && !kind) {
    reportMisfit(
      declaration,
      `a ${a.broker.engine} and a ${b.broker.engine} broker have no such link`,
      report,
    );
  }
  if (!kind) return undefined;
  if (kind.ends === "edge-hub" && target.role !== "hub") {
    reportMisfit(declaration, `it leads to hubs only, and "${target.broker.name}" is an edge`, report);
    return undefined;
  }
  if (declaration.domains && !kind.filters) {
    const at = { path: ["links", declaration.name, "domains"], on: "key" } as const;
    report.report(linkCannotFilter, { link: declaration.name, kind: kind.name }, at);
  }
  if (kind.ends !== "hub-hub")
    return declaration.via ? edgePin(declaration, kind, dialer.broker, target.broker, report) : undefined;
  if (!joined) reportMisfit(declaration, "both ends must be hubs", report);
  return undefined;
}

function edgePin(
  declaration: LinkDeclaration,
  kind: LinkKind,
  dialer: Broker,
  target: Broker,
  report: Reporter,
): Pin | undefined {
  if (dialer.uplink?.includes(target.name) || target.uplink?.includes(dialer.name)) return undefined;
  if (!target.environment.dialable && target.environment !== dialer.environment) {
    report.report(
      uplinkNotDialable,
      { broker: dialer.name, target: target.name, environment: target.environment.name },
      { path: ["links", declaration.name, "between"] },
    );
    return undefined;
  }
  return { declaration, kind, dialer: dialer.name, target: target.name };
}

/** Who of a pair dials by a kind of link, and whom: where only one of the two can by its engine, that one. */
function endsOf(
  a: Placed,
  b: Placed,
  name: string | undefined,
): { readonly dialer: Placed; readonly target: Placed; readonly kind?: LinkKind } {
  const [dialer, target] = dialsFirst(a, b) ? [a, b] : [b, a];
  const kind = kindFor(dialer, target, name);
  const turned = kind || dialer.role !== target.role ? undefined : kindFor(target, dialer, name);
  if (turned) return { dialer: target, target: dialer, kind: turned };
  return { dialer, target, ...(kind && { kind }) };
}

function kindFor({ kinds }: Placed, target: Placed, name: string | undefined): LinkKind | undefined {
  return kinds.find((kind) => kind.name === name && kind.targets.includes(target.broker.engine));
}

/** Whether the first of a pair dials: an edge dials a hub, a broker that cannot be dialed dials one that can. */
function dialsFirst(a: Placed, b: Placed): boolean {
  if (a.role !== b.role) return a.role === "edge";
  return !a.broker.environment.dialable || b.broker.environment.dialable;
}

function reportGap(declaration: LinkDeclaration, report: Reporter): void {
  const [a, b] = declaration.between;
  report.report(
    backboneForbidden,
    { link: declaration.name, a, b },
    { path: ["links", declaration.name, "via"] },
  );
}

/** Reports an entry that asks for a kind which cannot be. */
export function reportMisfit(declaration: LinkDeclaration, why: string, report: Reporter): void {
  const [a, b] = declaration.between;
  report.report(
    viaDoesNotFit,
    { link: declaration.name, via: declaration.via ?? "", a, b, why },
    { path: ["links", declaration.name, "via"] },
  );
}
