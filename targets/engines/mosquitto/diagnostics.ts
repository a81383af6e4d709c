import { defineCode } from "../../../compiler/diagnostics/code.ts";

/** A version of Mosquitto that meshc has no facts about. */
export const unknownVersion = defineCode({
  code: "MESH4101",
  severity: "error",
  title: "unknown Mosquitto version",
  message: (p: { readonly version: string; readonly known: readonly string[] }) =>
    `Mosquitto ${p.version} is not a version that meshc compiles for`,
  help: (p) =>
    `Write one of ${p.known.join(", ")}, with or without a patch release such as "${p.known[0]}.11".`,
});

/** A setting that meshc itself generates. */
export const generatedSetting = defineCode({
  code: "MESH4102",
  severity: "error",
  title: "setting contradicts what is generated",
  message: (p: { readonly setting: string; readonly wins: string; readonly why: string }) =>
    `setting "${p.setting}" contradicts the generated ${p.wins}: ${p.why}`,
  help: (p) => `Remove "${p.setting}" from \`settings\`; the generated value wins.`,
});

/** A setting that meshc does not pass on. */
export const unknownSetting = defineCode({
  code: "MESH4103",
  severity: "error",
  title: "unknown Mosquitto setting",
  message: (p: {
    readonly setting: string;
    readonly known: readonly string[];
    readonly suggestion: string | undefined;
  }) =>
    `"${p.setting}" is not a setting that meshc passes on to Mosquitto` +
    (p.suggestion === undefined ? "" : `; did you mean "${p.suggestion}"?`),
  help: (p) => `Settings that it passes on: ${p.known.join(", ")}.`,
});

/** A value that the setting cannot have. */
export const settingValue = defineCode({
  code: "MESH4104",
  severity: "error",
  title: "value of a Mosquitto setting",
  message: (p: { readonly setting: string; readonly problem: string; readonly wanted: string }) =>
    `setting "${p.setting}" ${p.problem}`,
  help: (p) => `Write ${p.wanted}.`,
});

/** Instances that would not know of each other. */
export const severalInstances = defineCode({
  code: "MESH4105",
  severity: "error",
  title: "a Mosquitto of several instances",
  message: (p: { readonly broker: string; readonly instances: number }) =>
    `broker "${p.broker}" has ${p.instances} instances, and Mosquitto has no cluster: each would have sessions and events of its own`,
  help: (p) => `Run "${p.broker}" as one instance, or as several brokers with an uplink each.`,
});

/** A queue that is full before the edge is back. */
export const queueTooShort = defineCode({
  code: "MESH4106",
  severity: "error",
  title: "a queue that is shorter than an edge may be cut off",
  message: (p: {
    readonly broker: string;
    readonly link: string;
    readonly needs: string;
    readonly of: readonly string[];
    readonly bound: string;
    readonly allowed: string;
    readonly isFixed: boolean;
  }) =>
    `while link "${p.link}" is cut, ${p.needs} have to wait at "${p.broker}" (${p.of.join("; ")}), and ${p.bound} ${p.allowed}`,
  help: (p) =>
    `${p.isFixed ? "Lower" : `Raise ${p.bound}, lower`} \`offline\`, or run "${p.broker}" as a NATS edge with \`storage\`, which keeps events on its disk.`,
});

/** Events that wait for nobody can tell how long. */
export const queueByBytes = defineCode({
  code: "MESH4107",
  severity: "warning",
  title: "a queue that is held by bytes alone",
  message: (p: {
    readonly broker: string;
    readonly link: string;
    readonly unsaid: readonly string[];
    readonly bytes: string;
    readonly messages: number;
  }) =>
    `how much waits at "${p.broker}" while link "${p.link}" is cut is not known, since ${p.unsaid.join(", and ")}: ` +
    `its queue holds ${p.bytes}, in ${p.messages} events at most, and what comes after that is acknowledged and dropped`,
  help: () => "Say `offline`, `rate` and `size` of the events, from which the queue follows.",
});

/** What a Mosquitto that is killed does not know any more. */
export const savedAfterwards = defineCode({
  code: "MESH4108",
  severity: "warning",
  title: "events that are saved after they are acknowledged",
  message: (p: {
    readonly broker: string;
    readonly event: string;
    readonly saved: string;
    readonly slow: string | undefined;
  }) =>
    `"${p.broker}" holds "${p.event}" for a link in memory, and saves it ${p.saved}, after it has acknowledged it: killed, it loses what came last` +
    (p.slow === undefined ? "" : `; and ${p.slow}`),
  help: (p) =>
    `Where no event may be lost by that, run "${p.broker}" as a NATS edge with \`storage\`, which stores before it acknowledges.`,
});

/** Something that would be acknowledged and could not go on. */
export const packetTooLarge = defineCode({
  code: "MESH4109",
  severity: "error",
  title: "an event that could not go on from where it is acknowledged",
  message: (p: {
    readonly broker: string;
    readonly what: string;
    readonly target: string;
    readonly most: string;
  }) =>
    `"${p.broker}" would have to take ${p.what}, and no packet there may be larger than ${p.most}: ` +
    `at-least-once events go on from it to "${p.target}", which takes no more`,
  help: (p) =>
    `Let "${p.target}" take more by its \`settings\` (\`max_payload\` of nats, \`max_packet_size\` of mosquitto), or publish smaller events.`,
});
