import { defineCode } from "../code.ts";

/** A hub where nobody outside can open a connection. */
export const hubNotDialable = defineCode({
  code: "MESH3001",
  severity: "error",
  title: "a hub that nobody can dial",
  message: (p: { readonly broker: string; readonly environment: string }) =>
    `broker "${p.broker}" is a hub, but nothing outside may open a connection into environment "${p.environment}"`,
  help: () => "Make it an edge (it then dials its uplink), or say `dialable: true` if others can reach it.",
});

/** A hub of an engine whose brokers cannot be joined with each other. */
export const engineIsNoHub = defineCode({
  code: "MESH3002",
  severity: "error",
  title: "a hub of an engine that has none",
  message: (p: { readonly broker: string; readonly engine: string }) =>
    `broker "${p.broker}" is to be a hub, and ${p.engine} brokers are edges only: no kind of link joins them each with each`,
  help: () =>
    "Leave `role` out (it then dials an uplink), or give the hub an engine that has hubs, such as nats.",
});

/** An uplink on a hub. */
export const hubWithUplink = defineCode({
  code: "MESH3003",
  severity: "error",
  title: "an uplink on a hub",
  message: (p: { readonly broker: string }) =>
    `broker "${p.broker}" is a hub; hubs are joined with each other and dial no uplink`,
  help: () => "Remove `uplink`, or say `role: edge`.",
});

/** An uplink that is the broker itself, or the same broker twice. */
export const uplinkRepeats = defineCode({
  code: "MESH3004",
  severity: "error",
  title: "an uplink that leads nowhere new",
  message: (p: { readonly broker: string; readonly target: string }) =>
    p.broker === p.target
      ? `broker "${p.broker}" names itself as its uplink`
      : `broker "${p.broker}" names "${p.target}" twice as its uplink`,
  help: () => "Name other brokers, each once, in the order in which they are to be tried.",
});

/** A target in an environment that nobody outside may dial. */
export const uplinkNotDialable = defineCode({
  code: "MESH3006",
  severity: "error",
  title: "a link into an environment that nobody can dial",
  message: (p: { readonly broker: string; readonly target: string; readonly environment: string }) =>
    `broker "${p.broker}" cannot dial "${p.target}": nothing outside may open a connection into environment "${p.environment}"`,
  help: () => "Let the broker inside dial out instead, or name a broker that can be dialed.",
});

/** An edge with no hub to dial. */
export const noHub = defineCode({
  code: "MESH3007",
  severity: "error",
  title: "an edge without a hub",
  message: (p: { readonly broker: string; readonly engine: string }) =>
    `broker "${p.broker}" is an edge, and there is no ${p.engine} hub that it may dial`,
  help: () =>
    "Add a hub in an environment that can be dialed, name an `uplink`, or remove the `via: none` that forbids it.",
});

/** A forbidden pair that an uplink names. */
export const uplinkForbidden = defineCode({
  code: "MESH3008",
  severity: "error",
  title: "an uplink over a forbidden link",
  message: (p: { readonly broker: string; readonly target: string; readonly link: string }) =>
    `broker "${p.broker}" names "${p.target}" as its uplink, but link "${p.link}" forbids that pair`,
  help: () => "Remove `via: none`, or name another uplink.",
});

/** `via: none` between two hubs. */
export const backboneForbidden = defineCode({
  code: "MESH3009",
  severity: "error",
  title: "a gap in the backbone",
  message: (p: { readonly link: string; readonly a: string; readonly b: string }) =>
    `link "${p.link}" forbids "${p.a}" and "${p.b}" to be linked, but hubs of one engine are joined each with each`,
  help: () => "Remove the entry, or make one of the two an edge.",
});

/** A link kind that does not fit its ends. */
export const viaDoesNotFit = defineCode({
  code: "MESH3010",
  severity: "error",
  title: "a link kind that does not fit its ends",
  message: (p: {
    readonly link: string;
    readonly via: string;
    readonly a: string;
    readonly b: string;
    readonly why: string;
  }) => `link "${p.link}" cannot be a ${p.via} between "${p.a}" and "${p.b}": ${p.why}`,
  help: () => "Leave `via` out (the compiler chooses), or name a kind that both ends can have.",
});

/** `domains` on a link that cannot filter. */
export const linkCannotFilter = defineCode({
  code: "MESH3011",
  severity: "error",
  title: "a link that cannot keep domains out",
  message: (p: { readonly link: string; readonly kind: string }) =>
    `link "${p.link}" lists \`domains\`, but a ${p.kind} carries whatever the far side has asked for`,
  help: () => "Remove `domains`; keep events away from a place with `residency`, or by making it an edge.",
});

/** Two brokers that would listen on one port of one machine. */
export const portCollision = defineCode({
  code: "MESH3012",
  severity: "error",
  title: "two listeners on one port",
  message: (p: {
    readonly instance: string;
    readonly listener: string;
    readonly port: number;
    readonly other: string;
    readonly otherListener: string;
    readonly machine: string;
  }) =>
    `"${p.instance}" (${p.listener}) and "${p.other}" (${p.otherListener}) would both listen on port ${p.port} of ${p.machine}`,
  help: (p) => `Give one of the two another port: \`listeners: { ${p.listener}: PORT }\`.`,
});

/** A port that does not exist. */
export const portTooHigh = defineCode({
  code: "MESH3013",
  severity: "error",
  title: "a port that does not exist",
  message: (p: { readonly instance: string; readonly listener: string; readonly port: number }) =>
    `"${p.instance}" would listen on port ${p.port} (${p.listener}), and there is none above 65535`,
  help: () =>
    "On this machine each instance listens on the port plus its index; choose a port that leaves room for all of them.",
});

/** More hubs than can be joined each with each. */
export const tooManyHubs = defineCode({
  code: "MESH3014",
  severity: "error",
  title: "too many hubs",
  message: (p: { readonly engine: string; readonly hubs: number; readonly most: number }) =>
    `the mesh has ${p.hubs} ${p.engine} hubs, and at most ${p.most} can be joined each with each`,
  help: () =>
    "Say `role: edge` of brokers that only serve their own place; they dial the nearest hub by themselves.",
});

/** An application that may attach anywhere, and whose events may be nowhere. */
export const nowhereToAttach = defineCode({
  code: "MESH3015",
  severity: "error",
  title: "an application that may attach nowhere",
  message: (p: {
    readonly application: string;
    readonly others: readonly (readonly [broker: string, why: string])[];
  }) => {
    const shown = p.others.slice(0, 3).map(([broker, why]) => `not at "${broker}": ${why}`);
    const more = p.others.length > shown.length ? `; and ${p.others.length - shown.length} more` : "";
    return `"${p.application}" may attach at none of the mesh's ${p.others.length} brokers (${shown.join("; ")}${more})`;
  },
  help: () =>
    "An application with `broker: any` attaches where all that it publishes and subscribes to may be. Part it into several, or let its events go farther.",
});

/** A broker without TLS that is linked to one beyond this machine. */
export const plainAcrossEnvironments = defineCode({
  code: "MESH3016",
  severity: "error",
  title: "a link beyond this machine without TLS",
  message: (p: { readonly broker: string; readonly partner: string; readonly link: string }) =>
    `broker "${p.broker}" has TLS off, and link "${p.link}" joins it with "${p.partner}", which is not on this machine`,
  help: () =>
    "Leave `tls.mode` out, or say `encrypted: true` of the two in `links` where the network below encrypts what goes between them.",
});

/** A broker without TLS that has to speak as one with it. */
export const plainToSpeaker = defineCode({
  code: "MESH3017",
  severity: "error",
  title: "TLS on one side only",
  message: (p: { readonly broker: string; readonly speaker: string }) =>
    `broker "${p.broker}" has TLS off, and "${p.speaker}" speaks it: these two dial each other, or are targets of one link, and have to speak alike`,
  help: (p) =>
    `Leave \`brokers.${p.broker}.tls.mode\` out, or turn it off at both where no way between them leads beyond this machine.`,
});

/** An uplink of an engine that the broker's own cannot dial. */
export const uplinkNotLinkable = defineCode({
  code: "MESH3022",
  severity: "error",
  title: "an uplink that no link leads to",
  message: (p: {
    readonly broker: string;
    readonly target: string;
    readonly engine: string;
    readonly other: string;
  }) =>
    `broker "${p.broker}" cannot dial "${p.target}": no kind of link leads from ${p.engine} to ${p.other}`,
  help: () =>
    "Name a broker that it can dial, or leave `uplink` out: then it dials the nearest hub that it can.",
});

/** Uplinks of one broker that are of two engines. */
export const uplinksOfTwoEngines = defineCode({
  code: "MESH3025",
  severity: "error",
  title: "uplinks of two engines",
  message: (p: {
    readonly broker: string;
    readonly one: { readonly target: string; readonly engine: string };
    readonly two: { readonly target: string; readonly engine: string };
  }) =>
    `broker "${p.broker}" names uplinks of two engines: "${p.one.target}" is ${p.one.engine}, "${p.two.target}" is ${p.two.engine}`,
  help: () => "One link has one kind, and switches between brokers of one engine only: name those.",
});

/** Who publishes and who takes in on one side of a link. */
interface Side {
  readonly publisher: string;
  readonly taker: { readonly subscriber: string } | { readonly home: string };
}

function takerOf({ taker }: Side): string {
  return "home" in taker ? `its home "${taker.home}"` : `"${taker.subscriber}"`;
}

/** An event that would have to cross a link without loop guard both ways. */
export const crossesBothWays = defineCode({
  code: "MESH3023",
  severity: "error",
  title: "an event that would circle",
  message: (p: {
    readonly event: string;
    readonly link: string;
    readonly kind: string;
    readonly topic: string;
    readonly below: Side;
    readonly beyond: Side;
  }) =>
    `"${p.event}" would cross ${p.kind} "${p.link}" both ways and come back for ever (${p.topic}): ` +
    `up from "${p.below.publisher}" to ${takerOf(p.beyond)}, down from "${p.beyond.publisher}" to ${takerOf(p.below)}`,
  help: (p) =>
    `Tell the sides apart with \`where\` (what "${p.below.publisher}" publishes must be nothing that "${p.beyond.publisher}" publishes), ` +
    "give the two directions events of their own, or put a broker there whose links stop circles (nats).",
});

/** A stored event over a link that can lose it. */
export const keptByNoLink = defineCode({
  code: "MESH3026",
  severity: "error",
  title: "an at-least-once event over a link that can lose it",
  message: (p: {
    readonly event: string;
    readonly link: string;
    readonly kind: string;
    readonly goes: "up" | "down";
    /** A target that is no hub. */
    readonly edge?: string;
    /** Whether the manifest asks for the kind. */
    readonly asked: boolean;
  }) =>
    `"${p.event}" is at-least-once and goes ${p.goes} over link "${p.link}", a ${p.kind}, which can lose it` +
    (p.asked || p.edge === undefined
      ? ""
      : `; what loses nothing leads to hubs only, and "${p.edge}" is an edge`),
  help: (p) => {
    if (p.asked) return "Leave `via` out, so that meshc chooses a kind of link that loses nothing.";
    const place = p.edge === undefined ? "at a broker that stores (nats)" : "at a broker that dials a hub";
    return `Attach who publishes or reads it ${place}, or make the event at-most-once.`;
  },
});

/** An environment whose platform is not built. */
export const platformNotBuilt = defineCode({
  code: "MESH3020",
  severity: "error",
  title: "a platform that is not built yet",
  message: (p: { readonly environment: string; readonly platform: string; readonly deploy: string }) =>
    `environment "${p.environment}" is deployed to ${p.platform} with ${p.deploy}, which this meshc cannot do yet`,
  help: () =>
    "Compile the other environments with `--env NAME`, or run the whole mesh on this machine with `meshc up`.",
});

/** A broker that is to be dialed where nobody knows its address. */
export const noAddress = defineCode({
  code: "MESH3021",
  severity: "error",
  title: "a broker without an address",
  message: (p: { readonly broker: string; readonly from: string }) =>
    `broker "${p.broker}" is dialed from environment "${p.from}", but nothing says at which address`,
  help: (p) => `Set \`brokers.${p.broker}.address\` to the name or address that others dial.`,
});
