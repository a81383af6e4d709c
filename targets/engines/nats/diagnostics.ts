import { defineCode } from "../../../compiler/diagnostics/code.ts";

/** A version of nats-server that meshc has no facts about. */
export const unknownVersion = defineCode({
  code: "MESH4001",
  severity: "error",
  title: "unknown NATS version",
  message: (p: { readonly version: string; readonly known: readonly string[] }) =>
    `NATS ${p.version} is not a version that meshc compiles for`,
  help: (p) =>
    `Write one of ${p.known.join(", ")}, with or without a patch release such as "${p.known[0]}.1".`,
});

/** A setting that meshc itself generates. */
export const generatedSetting = defineCode({
  code: "MESH4002",
  severity: "error",
  title: "setting contradicts what is generated",
  message: (p: { readonly setting: string; readonly wins: string; readonly why: string }) =>
    `setting "${p.setting}" contradicts the generated ${p.wins}: ${p.why}`,
  help: (p) => `Remove "${p.setting}" from \`settings\`; the generated value wins.`,
});

/** A setting that meshc does not pass on. */
export const unknownSetting = defineCode({
  code: "MESH4003",
  severity: "error",
  title: "unknown NATS setting",
  message: (p: {
    readonly setting: string;
    readonly known: readonly string[];
    readonly suggestion: string | undefined;
  }) =>
    `"${p.setting}" is not a setting that meshc passes on to NATS` +
    (p.suggestion === undefined ? "" : `; did you mean "${p.suggestion}"?`),
  help: (p) => `Settings that it passes on: ${p.known.join(", ")}.`,
});

/** A value that the setting cannot have. */
export const settingValue = defineCode({
  code: "MESH4004",
  severity: "error",
  title: "value of a NATS setting",
  message: (p: { readonly setting: string; readonly problem: string; readonly wanted: string }) =>
    `setting "${p.setting}" ${p.problem}`,
  help: (p) => `Write ${p.wanted}.`,
});

/** A setting that came with a later version. */
export const settingTooNew = defineCode({
  code: "MESH4005",
  severity: "error",
  title: "setting newer than the broker",
  message: (p: { readonly setting: string; readonly since: string; readonly version: string }) =>
    `setting "${p.setting}" came with NATS ${p.since}; this broker is ${p.version}`,
  help: (p) => `Remove the setting, or set the broker's \`version\` to ${p.since} or newer.`,
});

/** A broker that would let leaf links in without credentials. */
export const leafWithoutTls = defineCode({
  code: "MESH4006",
  severity: "error",
  title: "leaf links that anybody may make",
  message: (p: { readonly broker: string; readonly version: string }) =>
    `broker "${p.broker}" accepts leaf links, and NATS ${p.version} lets a leaf without credentials in`,
  help: () => "Set `version` to 2.12 or newer: from then on only leaves with a known key are let in.",
});

/** The same on this machine, where only its own users reach the listener. */
export const leafWithoutTlsHere = defineCode({
  code: "MESH4007",
  severity: "warning",
  title: "leaf links that anybody on this machine may make",
  message: (p: { readonly broker: string; readonly version: string }) =>
    `broker "${p.broker}" accepts leaf links, and NATS ${p.version} lets a leaf without credentials in`,
  help: () => "On this machine it does no harm; an environment of others needs 2.12 or newer.",
});

/** A broker of several instances that could hang on two others at once. */
export const splitEdge = defineCode({
  code: "MESH4008",
  severity: "error",
  title: "edge of several instances with several uplinks",
  message: (p: {
    readonly broker: string;
    readonly instances: number;
    readonly targets: readonly string[];
  }) =>
    `the ${p.instances} instances of "${p.broker}" choose among ${p.targets.map((name) => `"${name}"`).join(" and ")} ` +
    `each for itself: while they differ, every event arrives twice at "${p.broker}"`,
  help: (p) => `Name one uplink, such as "${p.targets[0]}", or run "${p.broker}" as one instance.`,
});

/** More to keep than there is room for. */
export const storageTooSmall = defineCode({
  code: "MESH4009",
  severity: "error",
  title: "more to keep than there is room for",
  message: (p: {
    readonly broker: string;
    readonly room: string;
    readonly total: string;
    readonly of: readonly { readonly stream: string; readonly size: string; readonly arithmetic: string }[];
  }) => {
    const largest = p.of
      .slice(0, 3)
      .map(({ stream, size, arithmetic }) => `"${stream}" ${size} (${arithmetic})`);
    const more = p.of.length > largest.length ? ` and ${p.of.length - largest.length} more` : "";
    return `an instance of "${p.broker}" has ${p.room} to store events, and what it keeps comes to ${p.total}: ${largest.join(", ")}${more}`;
  },
  help: () =>
    "Give the broker more `storage`, or keep less: a shorter `retention.age`, or a bound by `retention.size`.",
});

/** An environment that the others cannot do without. */
export const majorityInOnePlace = defineCode({
  code: "MESH4010",
  severity: "warning",
  title: "a majority in one environment",
  message: (p: {
    readonly needed: readonly (readonly [environment: string, servers: number])[];
    readonly servers: number;
  }) => {
    const parts = p.needed.map(([environment, count]) => `${count} in environment "${environment}"`);
    const without = parts.length > 1 ? "either of them" : "it";
    return `of the ${p.servers} servers that agree on streams ${parts.join(" and ")}: without ${without} no stream or consumer can be made, changed, or led by another server`;
  },
  help: () =>
    "Spread the hubs that store over three environments or more, so that the others are a majority without any one of them; or accept it.",
});

/** What an edge below another keeps, and a home that cannot ask for it. */
export const notDrawnUp = defineCode({
  code: "MESH4011",
  severity: "error",
  title: "events at an edge that their home cannot draw up",
  message: (p: {
    readonly edge: string;
    readonly stream: string;
    readonly home: string;
    readonly hub: string;
  }) =>
    `"${p.edge}" is below another edge and keeps events of "${p.stream}", and the way to their home "${p.home}" can go over hub "${p.hub}": NATS takes no request of one hub through another to an edge below an edge`,
  help: (p) =>
    `Let the edges above it dial "${p.home}" only, let "${p.edge}" dial a hub itself, or do not store at "${p.edge}".`,
});

/** A broker that takes from an edge what the edge may not publish. */
export const unheldEdges = defineCode({
  code: "MESH4012",
  severity: "warning",
  title: "edges that nobody holds to their rights",
  message: (p: { readonly broker: string; readonly version: string }) =>
    `broker "${p.broker}" accepts leaf links, and NATS ${p.version} tells an edge what it may publish over one, and does not look whether it keeps to that`,
  help: () =>
    "Set `version` to 2.12 or newer, which refuses it; or accept that whoever holds an edge's machine can publish every event.",
});

/** Settings of a listener that there is not. */
export const mqttNotSpoken = defineCode({
  code: "MESH4013",
  severity: "error",
  title: "MQTT settings where no MQTT is spoken",
  message: (p: { readonly broker: string }) =>
    `"${p.broker}" has settings for MQTT, and nobody speaks MQTT to it`,
  help: () => "Remove the setting, or let an application with `protocol: mqtt` attach to the broker.",
});

/** Members of a group who speak MQTT. */
export const groupOverMqtt = defineCode({
  code: "MESH4014",
  severity: "error",
  title: "a group over MQTT at NATS",
  message: (p: { readonly application: string; readonly group: string; readonly broker: string }) =>
    `"${p.application}" shares the work of group "${p.group}" and speaks MQTT at "${p.broker}": NATS shares events among clients of its own protocol only`,
  help: (p) =>
    `Leave \`group\` out, so that each member gets every event, or let "${p.application}" speak nats.`,
});

/** An event that MQTT clients could leave where it may not be stored. */
export const keptOutsideResidency = defineCode({
  code: "MESH4015",
  severity: "error",
  title: "an event of a residency that MQTT could leave outside it",
  message: (p: {
    readonly identity: string;
    readonly event: string;
    readonly broker: string;
    readonly outside: readonly string[];
  }) =>
    `${p.identity} speaks MQTT at "${p.broker}", and hubs keep what MQTT clients publish at QoS 1 at any of them: "${p.event}" may not be at ${p.outside.map((name) => `"${name}"`).join(" and ")}`,
  help: (p) =>
    `Let MQTT come to an edge within the residency, which keeps it by itself, or let the application speak nats, or give ${p.outside.map((name) => `"${name}"`).join(" and ")} no storage.`,
});

/** MQTT clients that can write into other connections. */
export const mqttBreaksLines = defineCode({
  code: "MESH4016",
  severity: "warning",
  title: "MQTT clients that can break other connections",
  message: (p: { readonly broker: string; readonly version: string; readonly identity: string }) =>
    `${p.identity} publishes over MQTT to topics with a level of its choice, and NATS ${p.version} at "${p.broker}" takes line ends and tabs in it: one such topic cuts off whoever hears it over NATS, and links`,
  help: () =>
    "Set `version` to 2.14 or newer, which refuses such topics; or narrow what is published with `where`; or accept that these clients are trusted.",
});

/** A hub that stands in for another, without which MQTT clients are not let in. */
export const mqttStandbyAlone = defineCode({
  code: "MESH4018",
  severity: "warning",
  title: "a standby hub that lets no bridge in once the first is gone",
  message: (p: { readonly link: string; readonly standby: string; readonly first: string }) =>
    `link "${p.link}" speaks MQTT and has "${p.standby}" to stand in for "${p.first}": linked hubs keep what MQTT clients need together, and without "${p.first}" the one server of "${p.standby}" mostly lets nobody in`,
  help: (p) =>
    `Write \`replicas: 3\` for "${p.first}": the link dials the next of its servers when one is gone. Or accept that it waits until "${p.first}" is back.`,
});

/** Events at QoS 1 that do not cross from one place that stores to another. */
export const mqttStopsAtQos1 = defineCode({
  code: "MESH4017",
  severity: "warning",
  title: "MQTT at QoS 1 on both sides of a leaf link",
  message: (p: {
    readonly event: string;
    readonly publisher: string;
    readonly from: string;
    readonly subscriber: string;
    readonly to: string;
  }) =>
    `"${p.event}" goes from "${p.publisher}" at "${p.from}" to "${p.subscriber}" at "${p.to}", both over MQTT: what is published at QoS 1 is not delivered to a subscription at QoS 1 there`,
  help: () => "Publish such events at QoS 0, or subscribe to them at QoS 0; both arrive.",
});
