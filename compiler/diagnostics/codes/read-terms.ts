import { defineCode } from "../code.ts";

/** Terms of delivery where nothing is delivered again. */
export const termsWithoutDurable = defineCode({
  code: "MESH3310",
  severity: "error",
  title: "terms of delivery without a durable",
  message: (p: {
    readonly application: string;
    readonly key: string;
    readonly event: string;
    readonly isStored: boolean;
  }) =>
    `\`${p.key}\` of "${p.application}" is about stored events that are read by a durable, and ` +
    (p.isStored ? `it reads "${p.event}" as it passes` : `"${p.event}" is at-most-once`),
  help: (p) =>
    p.isStored
      ? `Write \`durable: true\` for "${p.application}", or leave \`${p.key}\` out.`
      : `Write \`delivery: at-least-once\` for the event, subscribe to it by a reference of its own, or leave \`${p.key}\` out.`,
});

/** Two subscriptions of one application that want one event delivered in two ways. */
export const termsDiffer = defineCode({
  code: "MESH3311",
  severity: "error",
  title: "one event on two kinds of terms",
  message: (p: { readonly application: string; readonly event: string }) =>
    `"${p.application}" subscribes to "${p.event}" twice, and not on the same terms of delivery`,
  help: () =>
    "Say the same in both, or write the events of a wider reference out one by one, each on its own terms.",
});

/** Members of a group that want one event delivered in two ways. */
export const groupTermsDiffer = defineCode({
  code: "MESH3312",
  severity: "error",
  title: "a group that does not agree on terms of delivery",
  message: (p: {
    readonly group: string;
    readonly application: string;
    readonly other: string;
    readonly event: string;
  }) =>
    `"${p.application}" and "${p.other}" are in group "${p.group}" and read "${p.event}" on different terms of delivery`,
  help: () =>
    "Give all members of the group the same terms for the event, or make groups of those that agree.",
});

/** Pauses between deliveries that cannot be kept. */
export const backoffUnfit = defineCode({
  code: "MESH3313",
  severity: "error",
  title: "pauses that do not fit",
  message: (p: { readonly application: string; readonly why: string }) =>
    `the pauses between deliveries to "${p.application}" cannot be kept: ${p.why}`,
  help: () =>
    "Give each pause a length, none longer than the events are kept, and no more of them than `maxDeliver`.",
});

/** Order by a key that events do not have. */
export const orderWithoutKey = defineCode({
  code: "MESH3314",
  severity: "error",
  title: "order without a key",
  message: (p: { readonly event: string }) =>
    `events of one key of "${p.event}" should keep their order, and the event says no \`key\``,
  help: () => "Name the topic parameter that is the `key` of the event, or write `order: none` for it.",
});

/** A place where events of one key could overtake each other. */
export const orderLost = defineCode({
  code: "MESH3315",
  severity: "error",
  title: "an order that is lost",
  message: (p: {
    readonly event: string;
    readonly key: string;
    readonly application: string;
    readonly hop: string;
  }) => `"${p.event}" does not come to "${p.application}" in the order of each {${p.key}}: ${p.hop}`,
  help: () =>
    "Let one instance of one application read the event, split the work by `where`, or write `order: none`.",
});

/** A hop on which an event can be repeated. */
export const duplicatesPossible = defineCode({
  code: "MESH3316",
  severity: "error",
  title: "a hop that may repeat events",
  message: (p: {
    readonly event: string;
    readonly application: string;
    readonly hop: string;
    readonly todo: string;
  }) => `"${p.event}" can come to "${p.application}" twice: ${p.hop}`,
  help: (p) => `${p.todo}, or write \`duplicates: allowed\`.`,
});
