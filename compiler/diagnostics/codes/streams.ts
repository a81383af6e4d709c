import { defineCode } from "../code.ts";

/** A home that cannot keep what it should. */
export const homeCannotStore = defineCode({
  code: "MESH3301",
  severity: "error",
  title: "a home that cannot store",
  message: (p: { readonly stream: string; readonly home: string; readonly why: string }) =>
    `"${p.home}" cannot be the home of "${p.stream}": ${p.why}`,
  help: () => "Name a hub in an environment that the events may be in, or leave `home` out.",
});

/** Stored events for which there is no place. */
export const noHome = defineCode({
  code: "MESH3302",
  severity: "error",
  title: "stored events without a home",
  message: (p: { readonly stream: string; readonly hubs: number }) =>
    p.hubs === 0
      ? `"${p.stream}" is at-least-once, and the mesh has no hub to store it at`
      : `"${p.stream}" is at-least-once, and none of the mesh's hubs may store it`,
  help: () => "Let `residency` name the place of a hub, or add a hub where the events may be.",
});

/** Members of a group that read different events of one stream. */
export const groupReadsUnlike = defineCode({
  code: "MESH3303",
  severity: "error",
  title: "a group that does not read alike",
  message: (p: {
    readonly group: string;
    readonly application: string;
    readonly other: string;
    readonly stream: string;
  }) =>
    `"${p.application}" and "${p.other}" are in group "${p.group}" and read different events of "${p.stream}", so that one would get what only the other asks for`,
  help: () =>
    "Let all members of the group subscribe to the same stored events, or make groups of those that do.",
});

/** Subscriptions of one durable that meet without one holding the other. */
export const readsOverlap = defineCode({
  code: "MESH3304",
  severity: "error",
  title: "stored events that would be read twice",
  message: (p: { readonly application: string; readonly one: string; readonly other: string }) =>
    `"${p.application}" reads "${p.one}" and "${p.other}", which share events; read by one durable they would count twice`,
  help: () => "Narrow one of them by `where`, so that they share nothing, or subscribe to both as one.",
});

/** A publisher whose events do not come to where they are stored. */
export const publicationNotStored = defineCode({
  code: "MESH3305",
  severity: "error",
  title: "a publication that is never stored",
  message: (p: {
    readonly event: string;
    readonly publisher: string;
    readonly home: string;
    readonly path: readonly string[];
    readonly why: string;
  }) =>
    `"${p.event}" from "${p.publisher}" cannot come to its home "${p.home}": ${p.why}` +
    (p.path.length > 1 ? ` (${p.path.join(" -> ")})` : ""),
  help: () => "Choose an uplink whose way may carry the event, name another `home`, or move the application.",
});

/** A reader whose durable holds an event that may not come to it. */
export const durableOutOfReach = defineCode({
  code: "MESH3306",
  severity: "error",
  title: "a durable that its reader cannot read",
  message: (p: {
    readonly event: string;
    readonly subscriber: string;
    readonly broker: string;
    readonly home: string;
    readonly path: readonly string[];
    readonly why: string;
  }) =>
    `"${p.subscriber}" at "${p.broker}" cannot read "${p.event}" from its home "${p.home}": ${p.why}` +
    (p.path.length > 1 ? ` (${p.path.join(" -> ")})` : ""),
  help: () =>
    "Leave the event out of the subscription, choose an uplink whose way may carry it, or move the application.",
});

/** A reader that hears stored events as they pass, and a publisher whose events an edge keeps on the way. */
export const keptFromReader = defineCode({
  code: "MESH3317",
  severity: "error",
  title: "stored events that do not pass by a reader",
  message: (p: {
    readonly event: string;
    readonly publisher: string;
    readonly subscriber: string;
    readonly edge: string;
  }) =>
    `"${p.event}" from "${p.publisher}" does not come to "${p.subscriber}" as it is published: edge "${p.edge}" keeps it, and hands it on from stream to stream`,
  help: (p) =>
    `Write \`durable: true\` for "${p.subscriber}", so that it reads a stream, or let "${p.edge}" keep nothing: without \`storage\` there, and without \`offline\` of the event.`,
});

/** Events that go before an edge that is cut off is back. */
export const offlineNotKept = defineCode({
  code: "MESH3307",
  severity: "error",
  title: "events that are not kept for as long as an edge may be cut off",
  message: (p: {
    readonly stream: string;
    readonly offline: string;
    readonly kept: string;
    readonly bound: string;
    /** How `kept` comes about; absent where the manifest says it. */
    readonly arithmetic?: string;
  }) =>
    `nothing of "${p.stream}" may be lost while an edge is cut off for ${p.offline}, and \`retention.${p.bound}\` keeps it for ${p.kept}` +
    (p.arithmetic === undefined ? "" : ` (${p.arithmetic})`),
  help: (p) => `Raise \`retention.${p.bound}\`, or lower \`offline\`.`,
});
