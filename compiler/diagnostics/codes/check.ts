import { defineCode } from "../code.ts";

/** Two domains whose topic spaces meet. */
export const domainsOverlap = defineCode({
  code: "MESH2101",
  severity: "error",
  title: "two domains in one topic space",
  message: (p: {
    readonly domain: string;
    readonly topic: string;
    readonly other: string;
    readonly otherTopic: string;
  }) =>
    `the topics of domain "${p.domain}" (${p.topic}) and of domain "${p.other}" (${p.otherTopic}) overlap`,
  help: () => "Give each domain a topic that is not below another's.",
});

/** Two events of one domain that share a topic. */
export const eventsOverlap = defineCode({
  code: "MESH2102",
  severity: "error",
  title: "two events with a common topic",
  message: (p: { readonly event: string; readonly other: string; readonly example: string }) =>
    `events "${p.event}" and "${p.other}" overlap: "${p.example}" would be both`,
  help: () => "Tell them apart by a literal level, so that each topic is one event's.",
});

/** An event that is not shared with the team that refers to it. */
export const notShared = defineCode({
  code: "MESH2104",
  severity: "error",
  title: "an event that is not shared",
  message: (p: {
    readonly application: string;
    readonly team: string;
    readonly action: "publish" | "subscribe";
    readonly event: string;
    readonly owner: string;
  }) =>
    `application "${p.application}" (team ${p.team}) ${p.action === "publish" ? "publishes" : "subscribes to"} "${p.event}", ` +
    (p.action === "publish"
      ? `which only team ${p.owner} may publish`
      : `which team ${p.owner} does not share with it`),
  help: (p) =>
    p.action === "publish"
      ? `Let the owner add ${p.team} to \`share: { publish: [...] }\`, or publish an event of the team's own.`
      : `Let the owner add ${p.team} to the domain's \`share\`, or subscribe to what is shared.`,
});

/** An application where an event's residency does not let it be. */
export const outsideResidency = defineCode({
  code: "MESH2105",
  severity: "error",
  title: "an application outside an event's residency",
  message: (p: {
    readonly application: string;
    readonly event: string;
    readonly environment: string;
    readonly residency: string | undefined;
    readonly allowed: readonly string[];
  }) =>
    `"${p.event}" may be ${p.allowed.length > 0 ? `in ${p.allowed.join(", ")} only` : "nowhere (its `residency` is empty)"}, but application "${p.application}" is in environment "${p.environment}", ` +
    (p.residency ? `residency ${p.residency}` : "which names no residency"),
  help: () =>
    "Attach the application to a broker inside, allow the place in `residency`, or leave the event out.",
});

/** A group with members of several teams. */
export const groupOfTwoTeams = defineCode({
  code: "MESH2106",
  severity: "error",
  title: "a group of two teams",
  message: (p: {
    readonly group: string;
    readonly application: string;
    readonly team: string;
    readonly other: string;
    readonly otherTeam: string;
  }) =>
    `group "${p.group}" has members of team ${p.otherTeam} ("${p.other}") and of team ${p.team} ("${p.application}"): they would take events from each other`,
  help: () => "Give each team's group a name of its own.",
});

/** A topic level that an engine cannot carry. */
export const levelNotCarried = defineCode({
  code: "MESH2107",
  severity: "error",
  title: "a topic level that an engine cannot carry",
  message: (p: {
    readonly what: string;
    readonly level: string;
    readonly engine: string;
    readonly why: string;
  }) => `${p.engine} cannot carry the level "${p.level}" of ${p.what}: ${p.why}`,
  help: () => "Choose other characters; nothing is renamed silently.",
});

/** Members of a group that have nothing to share. */
export const groupWithoutSubscription = defineCode({
  code: "MESH2111",
  severity: "error",
  title: "a group without subscriptions",
  message: (p: { readonly application: string; readonly group: string }) =>
    `application "${p.application}" is of group "${p.group}", and subscribes to nothing that a group could share`,
  help: () => "Remove `group` (`null` unsets one that comes from `defaults`), or say what it subscribes to.",
});

/** `cost` or `domains` about a pair that is not linked and never will be by itself. */
export const linkEntryUnused = defineCode({
  code: "MESH2112",
  severity: "warning",
  title: "a statement about a link that there is none of",
  message: (p: {
    readonly link: string;
    readonly key: "cost" | "domains";
    readonly a: string;
    readonly b: string;
  }) => `\`${p.key}\` of link "${p.link}" has no effect: nothing links "${p.a}" and "${p.b}"`,
  help: () => "Link the two by an `uplink` or by `via`, or remove the key; hubs and edges find each other.",
});

/** A port of a listener that the broker cannot have. */
export const noSuchListener = defineCode({
  code: "MESH2113",
  severity: "error",
  title: "a port of a listener that the broker cannot have",
  message: (p: {
    readonly broker: string;
    readonly engine: string;
    readonly role: "hub" | "edge";
    readonly listener: string;
  }) =>
    `broker "${p.broker}" is ${p.role === "hub" ? "a" : "an"} ${p.role} of ${p.engine}, which never has the listener "${p.listener}"`,
  help: () => "Remove the port, or say it in `defaults` for whichever brokers have the listener.",
});

/** A prohibition about a word that nothing bears, where a word like it is used. */
export const forbidsNothing = defineCode({
  code: "MESH2114",
  severity: "warning",
  title: "a prohibition that is about nothing",
  message: (p: {
    readonly policy: string;
    readonly key: "classification" | "residency";
    readonly word: string;
    readonly suggestion: string;
  }) =>
    `policy "${p.policy}" is about nothing: no ${p.key === "residency" ? "environment is of residency" : "event is classified"} ` +
    `"${p.word}"; did you mean "${p.suggestion}"?`,
  help: (p) =>
    `Write "${p.suggestion}", or leave it where "${p.word}" is another word that is yet to be used.`,
});

/** Terms of storage where nothing is stored. */
export const storesNothing = defineCode({
  code: "MESH2108",
  severity: "error",
  title: "terms of storage without stored events",
  message: (p: { readonly key: string; readonly what: string }) =>
    `\`${p.key}\` is about stored events, and ${p.what}`,
  help: (p) => `Write \`delivery: at-least-once\` where events are to be stored, or leave \`${p.key}\` out.`,
});

/** An application at a broker that does not speak its protocol. */
export const protocolNotSpoken = defineCode({
  code: "MESH2116",
  severity: "error",
  title: "a broker that does not speak an application's protocol",
  message: (p: {
    readonly application: string;
    readonly protocol: string;
    readonly broker: string;
    readonly engine: string;
  }) => `"${p.application}" speaks ${p.protocol}, and broker "${p.broker}" (${p.engine}) does not`,
  help: () =>
    "Name brokers that speak it, or another `protocol`. One application speaks one protocol wherever it attaches: part it into two where it has to speak two.",
});

const doings = {
  publish: "publishes",
  subscribe: "subscribes to",
  read: "reads by a durable, or in a group,",
} as const;

/** A stored event over a protocol that stores nothing. */
export const notKeptOver = defineCode({
  code: "MESH2117",
  severity: "error",
  title: "an at-least-once event over a protocol that cannot keep it",
  message: (p: {
    readonly application: string;
    readonly protocol: string;
    readonly event: string;
    /** `read` = by a durable. */
    readonly action: "publish" | "subscribe" | "read";
  }) =>
    `"${p.application}" speaks ${p.protocol} and ${doings[p.action]} "${p.event}", which is at-least-once: ` +
    (p.action === "read"
      ? `${p.protocol} has no durables`
      : `over ${p.protocol} this meshc keeps no event until it is stored`),
  help: (p) =>
    p.action === "read"
      ? `Leave \`durable\` and \`group\` out: a client that keeps its session (MQTT: no clean session, QoS 1) gets what came meanwhile. Or attach "${p.application}" at a broker that stores (nats).`
      : `Let "${p.application}" speak the protocol of a broker that stores (nats), attach it at a Mosquitto, or make the event at-most-once.`,
});

/** Storage of a broker that stores no events. */
export const storageUnused = defineCode({
  code: "MESH2118",
  severity: "error",
  title: "storage that no event is stored on",
  message: (p: { readonly broker: string; readonly engine: string; readonly environment: string }) =>
    `broker "${p.broker}" has \`storage\`, and ${p.engine} stores no events: it keeps the sessions of its clients, on the disk that it runs on`,
  help: (p) =>
    `Remove \`storage\` (\`null\` unsets one that comes from \`defaults\`). At-least-once events are kept in "${p.environment}" by an edge of nats with \`storage\` there.`,
});

/** A certificate for TLS that is off. */
export const certificateNotShown = defineCode({
  code: "MESH2115",
  severity: "error",
  title: "a certificate that nobody is shown",
  message: (p: { readonly broker: string }) =>
    `broker "${p.broker}" has a certificate of its own, and \`mode: off\` lets it speak no TLS`,
  help: () => "Leave `mode` out or write `mode: required`, or leave `certificates` out.",
});
