import { defineCode } from "../code.ts";

/** More brokers than these are not drawn, only those at both ends. */
const mostDrawn = 12;

/** Brokers of a counterexample, drawn as `a -> b -> c`. */
function drawn(brokers: readonly string[]): string {
  if (brokers.length <= mostDrawn) return brokers.join(" -> ");
  const end = mostDrawn / 2;
  const between = `(${brokers.length - mostDrawn} more)`;
  return [...brokers.slice(0, end), between, ...brokers.slice(-end)].join(" -> ");
}

/** Links of a counterexample in quotes. */
function listed(links: readonly string[]): string {
  const shown = links.slice(0, mostDrawn).map((link) => `"${link}"`);
  return [...shown, ...(links.length > mostDrawn ? [`${links.length - mostDrawn} more`] : [])].join(", ");
}

/** Links that would bring one event twice, or around for ever. */
export const eventsCircle = defineCode({
  code: "MESH3101",
  severity: "error",
  title: "links that close a circle",
  message: (p: { readonly circle: readonly string[]; readonly links: readonly string[] }) =>
    `an event would arrive twice or circle: ${drawn(p.circle)} (links ${listed(p.links)})`,
  help: () =>
    "Between two brokers there may be one way only, whichever uplink is active. Remove one of these links or uplinks.",
});

/** A declared flow that no path carries. */
export const flowHasNoPath = defineCode({
  code: "MESH3102",
  severity: "error",
  title: "a flow without a path",
  message: (p: {
    readonly event: string;
    readonly publisher: string;
    readonly subscriber: string;
    readonly path: readonly string[];
    readonly why: string;
  }) =>
    `"${p.event}" from "${p.publisher}" cannot reach "${p.subscriber}": ${p.why}` +
    (p.path.length > 1 ? ` (${drawn(p.path)})` : ""),
  help: () =>
    "Choose an uplink whose way may carry the event, allow the place in `residency` or the domain in the link's `domains`, or move one of the applications.",
});

/** A flow that is cut while an edge is on a standby uplink. */
export const standbyCutsFlow = defineCode({
  code: "MESH3103",
  severity: "warning",
  title: "a standby uplink that cuts a flow",
  message: (p: {
    readonly choice: readonly { readonly link: string; readonly target: string }[];
    readonly event: string;
    readonly publisher: string;
    readonly subscriber: string;
    readonly more: number;
  }) =>
    `while ${p.choice.map(({ link, target }) => `link "${link}" is on "${target}"`).join(" and ")}, "${p.event}" from "${p.publisher}" does not reach "${p.subscriber}"` +
    (p.more === 0
      ? ""
      : p.more === 1
        ? ", nor does one other flow arrive"
        : `, nor do ${p.more} other flows arrive`),
  help: () =>
    "Name standby uplinks that may carry the same events, or accept that these flows wait until it returns.",
});

/** Members of a group whose brokers do not share with each other. */
export const groupParted = defineCode({
  code: "MESH3104",
  severity: "error",
  title: "a group whose members would each get an event",
  message: (p: {
    readonly group: string;
    readonly event: string;
    readonly one: { readonly application: string; readonly broker: string };
    readonly other: { readonly application: string; readonly broker: string };
  }) => {
    const who =
      p.one.application === p.other.application
        ? `"${p.one.application}" would get each "${p.event}" at "${p.one.broker}" and at "${p.other.broker}"`
        : `"${p.one.application}" at "${p.one.broker}" and "${p.other.application}" at "${p.other.broker}" would both get each "${p.event}"`;
    return `group "${p.group}" does not share what it hears: ${who}, since no subscriptions travel between the two brokers`;
  },
  help: () =>
    "Attach all members at one broker, or at NATS brokers, which share among them; or give those at each broker a `group` of their own, or a part of the event by `where`.",
});

/** A flow that crosses more links than a policy allows. */
export const tooManyHops = defineCode({
  code: "MESH3201",
  severity: "error",
  title: "a flow over too many links",
  message: (p: {
    readonly policy: string;
    readonly limit: number;
    readonly event: string;
    readonly publisher: string;
    readonly subscriber: string;
    readonly path: readonly string[];
  }) =>
    `policy "${p.policy}" allows ${p.limit} ${p.limit === 1 ? "hop" : "hops"}, but "${p.event}" from "${p.publisher}" to "${p.subscriber}" takes ${p.path.length - 1}: ${drawn(p.path)}`,
  help: () =>
    "Attach the applications nearer to each other, choose another uplink, or add an exception with its reason.",
});

/** Something that a policy forbids. */
export const forbiddenHere = defineCode({
  code: "MESH3202",
  severity: "error",
  title: "an event where a policy forbids it",
  message: (p: {
    readonly policy: string;
    readonly event: string;
    readonly classification: string;
    readonly broker: string;
    readonly environment: string;
    readonly residency: string | undefined;
    readonly publisher: string | undefined;
    readonly subscriber: string | undefined;
    readonly home: string | undefined;
    readonly path: readonly string[];
  }) => {
    const place = p.residency === undefined ? "which names no residency" : `residency ${p.residency}`;
    const where = `"${p.broker}" (environment "${p.environment}", ${place})`;
    const what =
      p.publisher === undefined
        ? p.subscriber === undefined
          ? `"${p.event}" is stored at ${where}`
          : `"${p.subscriber}" reads "${p.event}" at ${where}`
        : p.subscriber === undefined
          ? p.home === undefined
            ? `"${p.publisher}" publishes "${p.event}" at ${where}`
            : `"${p.event}" from "${p.publisher}" to its home "${p.home}" is carried by ${where}`
          : `"${p.event}" from "${p.publisher}" to "${p.subscriber}" is carried by ${where}`;
    const way = p.path.length > 1 ? `: ${drawn(p.path)}` : "";
    return `policy "${p.policy}" forbids this of ${p.classification} events: ${what}${way}`;
  },
  help: () =>
    "Keep the event away with `residency`, move the application or the uplink, or add an exception with its reason.",
});

/** An exception whose last day has passed. */
export const exceptionRanOut = defineCode({
  code: "MESH3203",
  severity: "warning",
  title: "an exception that ran out",
  message: (p: { readonly policy: string; readonly until: string; readonly why: string }) =>
    `an exception of policy "${p.policy}" ("${p.why}") ran out on ${p.until}`,
  help: () => "Remove it, or agree on a new date.",
});

/** A hop that is not encrypted, where a policy wants all to be. */
export const openHop = defineCode({
  code: "MESH3204",
  severity: "error",
  title: "a hop that is not encrypted",
  message: (p: {
    readonly policy: string;
    readonly hop: string;
    readonly event: string;
    readonly publisher: string;
    readonly subscriber?: string;
    readonly home?: string;
    readonly more: number;
  }) => {
    const to = p.subscriber === undefined ? `its home "${p.home ?? ""}"` : `"${p.subscriber}"`;
    const more = p.more > 0 ? `, as do ${p.more} more` : "";
    return `policy "${p.policy}": "${p.event}" from "${p.publisher}" to ${to} goes unencrypted ${p.hop}${more}`;
  },
  help: () =>
    "Say `tls: { mode: required }` of the broker that is dialed, or `encrypted: true` in `links` where the network below encrypts.",
});

/** An event that ends the connection of who brings it, or is dropped. */
export const eventTooLarge = defineCode({
  code: "MESH3105",
  severity: "error",
  title: "an event larger than a broker takes",
  message: (p: {
    readonly event: string;
    readonly size: string;
    readonly broker: string;
    readonly largest: string;
    readonly publisher: string;
  }) =>
    `"${p.event}" from "${p.publisher}" can be ${p.size}, and broker "${p.broker}" on its way takes ${p.largest} at most`,
  help: (p) =>
    `Let "${p.broker}" take more by its \`settings\` (\`max_payload\` of nats, \`max_packet_size\` of mosquitto), or publish smaller events.`,
});
