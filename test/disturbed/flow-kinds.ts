/** What is promised of some flows, and what is only counted. */
export interface FlowKind {
  /** As the table calls it. */
  readonly name: string;
  /** `none`: what was acknowledged to its publisher arrives. `counted`: bounded by rate and disturbance. */
  readonly lost: "none" | "counted";
  readonly duplicates: "none" | "counted";
}

/** Events of one domain, published at some brokers. */
export interface PublishedDomain {
  readonly name: string;
  /** Terms of the domain as the manifest has them. */
  readonly terms: { readonly [key: string]: string };
  /** Whether publishers wait for an acknowledgement and try again without one. */
  readonly isStored: boolean;
  /** Brokers with a publisher each. */
  readonly at: readonly string[];
  /** Its part of the rate of all. */
  readonly share: number;
}

/** Whoever gets each event of a domain once: an application, or a group of them. */
export interface Reader {
  readonly name: string;
  readonly domain: string;
  readonly kind: FlowKind;
  /** Brokers with an application each. Several are a group. */
  readonly at: readonly string[];
  readonly isDurable: boolean;
}

const everywhere = ["north", "south", "harbour", "island"];

/** `mole` is an edge that stores. Nobody hears payments as they pass, and each publisher's are kept at one place. */
export const publishedDomains: readonly PublishedDomain[] = [
  {
    name: "orders",
    terms: { delivery: "at-least-once", home: "north" },
    isStored: true,
    at: everywhere,
    share: 0.4,
  },
  {
    name: "payments",
    terms: { delivery: "at-least-once", duplicates: "none", home: "north" },
    isStored: true,
    at: ["north", "harbour", "mole"],
    share: 0.2,
  },
  { name: "signals", terms: { delivery: "at-most-once" }, isStored: false, at: everywhere, share: 0.4 },
];

const stored = (how: string): FlowKind => ({
  name: `at-least-once, ${how}`,
  lost: "none",
  duplicates: "counted",
});
const once = (how: string): FlowKind => ({
  name: `at-least-once, no duplicates, ${how}`,
  lost: "none",
  duplicates: "none",
});
const counted = (how: string): FlowKind => ({ name: how, lost: "counted", duplicates: "counted" });

const atEdges = stored("durable of an edge's application");
const plainAtHubs = counted("at-most-once, at hubs");
const plainAtEdges = counted("at-most-once, at edges");

/** Who reads what; all of it at the same time. */
export const readers: readonly Reader[] = [
  orders("ledger", stored("durable at home"), ["north"]),
  orders("archive", stored("durable at a mirror"), ["south"]),
  orders("quay", atEdges, ["harbour"]),
  orders("depot", atEdges, ["island"]),
  orders("pickers", stored("group over two hubs"), ["north", "south"]),
  payments("bank", once("durable at home"), ["north"]),
  payments("audit", once("durable at a mirror"), ["south"]),
  orders("kiosk", stored("durable at an edge that stores"), ["mole"]),
  {
    name: "display",
    domain: "orders",
    kind: counted("at-least-once, subscribed without a durable"),
    at: ["south"],
    isDurable: false,
  },
  signals("north-panel", plainAtHubs, ["north"]),
  signals("south-panel", plainAtHubs, ["south"]),
  signals("harbour-panel", plainAtEdges, ["harbour"]),
  signals("island-panel", plainAtEdges, ["island"]),
  signals("watch", counted("at-most-once, group over two hubs"), ["north", "south"]),
];

function orders(name: string, kind: FlowKind, at: readonly string[]): Reader {
  return { name, domain: "orders", kind, at, isDurable: true };
}

function payments(name: string, kind: FlowKind, at: readonly string[]): Reader {
  return { name, domain: "payments", kind, at, isDurable: true };
}

function signals(name: string, kind: FlowKind, at: readonly string[]): Reader {
  return { name, domain: "signals", kind, at, isDurable: false };
}

/** The application by which a domain is published at a broker. */
export function publisherName(domain: PublishedDomain, broker: string): string {
  return `${domain.name}-from-${broker}`;
}

/** The application by which a reader reads at a broker. */
export function memberName(reader: Reader, broker: string): string {
  return reader.at.length === 1 ? reader.name : `${reader.name}-${broker}`;
}
