import { defineCode } from "../code.ts";

interface Unknown {
  /** What was looked for, such as `broker`. */
  readonly kind: string;
  readonly name: string;
  readonly suggestion: string | undefined;
  /** What is called so no more and otherwise now. */
  readonly renamed?: string;
}

const didYouMean = (suggestion: string | undefined) => (suggestion ? `; did you mean "${suggestion}"?` : "");

/** A name that nothing in the manifest declares. */
export const unknownName = defineCode({
  code: "MESH2001",
  severity: "error",
  title: "unknown name",
  message: (p: Unknown) =>
    `no ${p.kind} is called "${p.name}"${p.renamed === undefined ? didYouMean(p.suggestion) : `: it was renamed to "${p.renamed}"`}`,
  help: (p) =>
    p.renamed === undefined
      ? `Declare the ${p.kind} "${p.name}", or refer to one that the manifest declares.`
      : `Write "${p.renamed}": the rest of the manifest refers to an entry by its new name.`,
});

/** A broker in an environment of several hosts that says not on which it runs. */
export const hostsMissing = defineCode({
  code: "MESH2002",
  severity: "error",
  title: "a broker that does not say on which hosts it runs",
  message: (p: { readonly broker: string; readonly environment: string; readonly count: number }) =>
    `broker "${p.broker}" does not say which of the ${p.count} hosts of environment "${p.environment}" it runs on`,
  help: () => "List them in `hosts`; each gets an instance.",
});

/** More instances than there are hosts, none at all, or a host named twice. */
export const instancesUnclear = defineCode({
  code: "MESH2003",
  severity: "error",
  title: "unclear instances",
  message: (p: { readonly broker: string; readonly why: string }) => `broker "${p.broker}" ${p.why}`,
  help: () =>
    "On the platform `hosts` an instance runs on each of the environment's `hosts` that the broker names, on `vms` on each of its `machines`; elsewhere `replicas` says how many.",
});

/** A topic pattern, a domain or a value of `where` that no event fits. */
export const matchesNothing = defineCode({
  code: "MESH2004",
  severity: "error",
  title: "a reference that matches no event",
  message: (p: { readonly what: string; readonly suggestion: string | undefined }) =>
    `no event ${p.what}${didYouMean(p.suggestion)}`,
  help: () =>
    "Topics begin with their domain's `topic`; `*` stands for one level, `>` at the end for the rest.",
});

/** `where` on a parameter that the event lacks. */
export const unknownParameter = defineCode({
  code: "MESH2005",
  severity: "error",
  title: "unknown topic parameter",
  message: (p: {
    readonly event: string;
    readonly parameter: string;
    readonly suggestion: string | undefined;
  }) => `the topic of "${p.event}" has no parameter "${p.parameter}"${didYouMean(p.suggestion)}`,
  help: (p) => `Write {${p.parameter}} into the event's topic, or name a parameter that it has.`,
});

/** An event topic that repeats its domain's. */
export const topicRepeatsDomain = defineCode({
  code: "MESH2006",
  severity: "error",
  title: "an event topic that repeats its domain's",
  message: (p: { readonly event: string; readonly topic: string; readonly domain: string }) =>
    `the topic of event "${p.event}" begins with "${p.domain}", which its domain puts in front already`,
  help: (p) => `Write what comes below it: "${p.topic}".`,
});

/** A topic that cannot be read: too deep, or a parameter twice. */
export const topicMalformed = defineCode({
  code: "MESH2007",
  severity: "error",
  title: "a topic that cannot be read",
  message: (p: { readonly topic: string; readonly why: string }) => `topic "${p.topic}" ${p.why}`,
  help: () =>
    "Levels are joined by `/`, 16 at most; each parameter stands once, as a level of its own: {name}.",
});

/** Two entries of `links` about one pair. */
export const pairTwice = defineCode({
  code: "MESH2008",
  severity: "error",
  title: "two entries for one pair of brokers",
  message: (p: { readonly link: string; readonly other: string; readonly a: string; readonly b: string }) =>
    `links "${p.other}" and "${p.link}" are both about "${p.a}" and "${p.b}"`,
  help: () => "Say in one entry all that is to be said about the pair.",
});

/** A link of a broker with itself. */
export const linkToItself = defineCode({
  code: "MESH2009",
  severity: "error",
  title: "a link of a broker with itself",
  message: (p: { readonly link: string; readonly broker: string }) =>
    `link "${p.link}" is between "${p.broker}" and itself`,
  help: () => "Name two brokers.",
});

/** A date that the calendar does not have. */
export const noSuchDay = defineCode({
  code: "MESH2010",
  severity: "error",
  title: "a date that does not exist",
  message: (p: { readonly date: string }) => `"${p.date}" is not a day of the calendar`,
  help: () => "Write the last day on which the exception holds as YYYY-MM-DD.",
});

/** A way of deployment that the platform does not have. */
export const deployDoesNotFit = defineCode({
  code: "MESH2011",
  severity: "error",
  title: "a way of deployment that does not fit the platform",
  message: (p: {
    readonly environment: string;
    readonly platform: string;
    readonly deploy: string;
    readonly fitting: readonly string[];
  }) => `environment "${p.environment}" is of platform ${p.platform}, which ${p.deploy} does not deploy to`,
  help: (p) => `Leave \`deploy\` out, or write ${p.fitting.join(" or ")}.`,
});

/** A key of an environment that its platform has no use for. */
export const keyDoesNotFit = defineCode({
  code: "MESH2012",
  severity: "error",
  title: "a key that does not fit the platform",
  message: (p: {
    readonly environment: string;
    readonly key: string;
    readonly why: string;
    readonly platforms: readonly string[];
  }) => `environment "${p.environment}" ${p.why}, which has no use for \`${p.key}\``,
  help: (p) =>
    `Remove it; one that comes from \`defaults\` or from below an overlay is unset by \`null\`. \`${p.key}\` is for ${p.platforms.join(", ")}.`,
});

/** Two hosts that are one machine: what is told apart by host would meet on it. */
export const addressTwice = defineCode({
  code: "MESH2013",
  severity: "error",
  title: "two hosts of one address",
  message: (p: { readonly host: string; readonly other: string; readonly address: string }) =>
    `hosts "${p.other}" and "${p.host}" both have the address ${p.address}`,
  help: () =>
    "Give each host its own address, or make them one: two instances on one machine share its ports and its failures.",
});

/** A broker that an application names more than once. */
export const namedTwice = defineCode({
  code: "MESH2014",
  severity: "error",
  title: "a broker named twice",
  message: (p: { readonly broker: string }) => `"${p.broker}" is named twice`,
  help: () => "Name each broker once; the order does not matter.",
});

/** A recipient that age would not encrypt to. */
export const noSuchRecipient = defineCode({
  code: "MESH2020",
  severity: "error",
  title: "an age recipient that is none",
  message: (p: { readonly recipient: string }) => `"${p.recipient}" is no age recipient`,
  help: () =>
    "Copy it whole: `age-keygen` prints it as the public key, `age1` and 58 characters, of which the last are a checksum. meshc encrypts to such X25519 recipients, and not to those of plugins or post-quantum ones.",
});

const collisions = {
  itself: () => "which is its name",
  word: () => "which no broker can be called",
  name: (p: { readonly former: string }) => `and there is another one called "${p.former}"`,
  former: (p: { readonly other: string }) => `and so is "${p.other}"`,
} as const;

/** A former name that another entry has or had. */
export const renameCollides = defineCode({
  code: "MESH2022",
  severity: "error",
  title: "a former name that is another entry's",
  message: (p: {
    readonly kind: string;
    readonly name: string;
    readonly former: string;
    readonly why: keyof typeof collisions;
    readonly other: string;
  }) => `${p.kind} "${p.name}" is renamed from "${p.former}", ${collisions[p.why](p)}`,
  help: (p) =>
    p.why === "itself"
      ? "Leave `renamedFrom` out until the entry gets another name."
      : "What is kept under a name belongs to one entry: give `renamedFrom` to the one that it is, and another name to the other.",
});
