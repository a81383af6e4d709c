import { bridgeDifferences, bringingDifferences } from "./compare-bridges.ts";
import type { Compiled } from "./run-compiler.ts";
import { printFlow, printLink, printRight, printStorage } from "./print-facts.ts";
import type { Category, Finding, Verdict } from "./verdict.ts";

/** What the compiler's codes are in the oracle's words. A code that is not here is none that a random mesh may meet. */
const categoryOf: Readonly<Record<string, Category>> = {
  MESH2001: "reference",
  MESH2004: "reference",
  MESH2005: "reference",
  MESH2008: "uplink",
  MESH2009: "uplink",
  MESH2014: "namedTwice",
  MESH2101: "overlap",
  MESH2102: "overlap",
  MESH2104: "sharing",
  MESH2105: "residency",
  MESH2106: "group",
  MESH2108: "storesNothing",
  MESH2116: "unspoken",
  MESH2117: "notKept",
  MESH3001: "uplink",
  MESH3002: "uplink",
  MESH3003: "uplink",
  MESH3004: "uplink",
  MESH3006: "uplink",
  MESH3007: "uplink",
  MESH3008: "uplink",
  MESH3009: "uplink",
  MESH3010: "uplink",
  MESH3011: "uplink",
  MESH3015: "nowhere",
  MESH3022: "unlinkable",
  MESH3023: "bothWays",
  MESH3025: "twoEngines",
  MESH3026: "lossy",
  MESH3101: "loop",
  MESH3102: "unreachable",
  MESH3103: "unreachable",
  MESH3104: "apart",
  MESH3201: "maxHops",
  MESH3202: "forbid",
  MESH3301: "home",
  MESH3302: "home",
  MESH3303: "unlikeGroup",
  MESH3304: "readsTwice",
  MESH3305: "notStored",
  MESH3306: "outOfReach",
  MESH3307: "tooBrief",
  MESH3310: "vainTerms",
  MESH3311: "twoKinds",
  MESH3312: "groupTerms",
  MESH3313: "pauses",
  MESH3314: "orderKey",
  MESH3315: "order",
  MESH3316: "repeats",
  MESH3317: "unheard",
  MESH4011: "notDrawnUp",
  MESH4014: "unshared",
  MESH4015: "keptOutside",
};

/**
 * Codes that only remark on something, and change no verdict: an exception that ran out, an entry of `links` without
 * effect, a majority in one environment, events at QoS 1 that MQTT clients of one NATS broker do not get of another's, a hub that stands in for nobody.
 */
const remarks = ["MESH2112", "MESH3203", "MESH4010", "MESH4017", "MESH4018"];

interface Said {
  readonly code: string;
  readonly text: string;
}

/** Where the compiler and the oracle differ about a mesh, in words; empty where they agree. */
export function differences(verdict: Verdict, compiled: Compiled): readonly string[] {
  const said = (severity: "error" | "warning") =>
    compiled.diagnostics
      .filter((diagnostic) => diagnostic.severity === severity && !remarks.includes(diagnostic.code))
      .map(({ code, message, help, related }) => ({
        code,
        text: [message, help, ...related.map((note) => note.message)].join("\n"),
      }));
  const { expected, given } = withoutSides(verdict, said("error"));
  const about = [...findingDifferences("error", expected, given), ...circleDifferences(verdict, given)];
  if (verdict.errors.length > 0 || !compiled.result) return about;
  about.push(...findingDifferences("warning", verdict.warnings, said("warning")));
  about.push(...setDifferences("link", verdict.links.map(printLink), compiled.result.links.map(printLink)));
  about.push(...setDifferences("flow", verdict.flows.map(printFlow), compiled.result.flows.map(printFlow)));
  const rights = compiled.result.rightsOn(verdict.topics);
  const bridges = new Set(verdict.bridges.flatMap(({ link }) => [`link.${link}`, `connect.${link}`]));
  const exact = rights.filter(({ identity }) => !bridges.has(identity));
  about.push(...setDifferences("right", verdict.rights.flatMap(printRight), exact.flatMap(printRight)));
  about.push(...setDifferences("listener", verdict.listeners, compiled.result.listeners));
  about.push(
    ...setDifferences("protocol", verdict.protocols.map(words), compiled.result.protocols.map(words)),
  );
  about.push(...bridgeDifferences(verdict, compiled.result.listedOn(verdict.topics), rights));
  about.push(...bringingDifferences(verdict, compiled.result.broughtOn(verdict.topics)));
  const storage = compiled.result.storageOn(verdict.topics);
  about.push(...setDifferences("of what is stored", printStorage(verdict), printStorage(storage)));
  return about;
}

/** Where links circle, a bridge has no sides, and what is said of what crosses it is neither right nor wrong. */
function withoutSides({ errors, joined }: Verdict, said: readonly Said[]) {
  const aboutSides = said.filter(({ code }) => ["bothWays", "lossy"].includes(categoryOf[code] ?? ""));
  if (joined.length === 0 || aboutSides.length === 0) return { expected: errors, given: said };
  return {
    expected: errors.filter(({ category }) => category !== "loop"),
    given: said.filter((one) => !aboutSides.includes(one)),
  };
}

function words(pair: readonly string[]): string {
  return pair.join(" speaks ");
}

/** What is said of how much waits at a Mosquitto, which tables of amounts judge (test/mosquitto/queues.test.ts). */
const aboutAmounts: ReadonlySet<string> = new Set(["MESH4107", "MESH4108"]);

function findingDifferences(
  what: string,
  expected: readonly Finding[],
  all: readonly Said[],
): readonly string[] {
  const said = all.filter(({ code }) => !aboutAmounts.has(code));
  const about: string[] = [];
  const unknown = said.filter(({ code }) => categoryOf[code] === undefined);
  about.push(...unknown.map(({ code, text }) => `unforeseen ${what} ${code}: ${text}`));
  const wanted = new Set(expected.map(({ category }) => category));
  const given = new Set(said.map(({ code }) => categoryOf[code]));
  for (const { category, names } of expected) {
    if (!given.has(category)) about.push(`missing ${what}: ${category} (${names.join(", ")})`);
  }
  for (const { code, text } of said) {
    const category = categoryOf[code];
    if (category && !wanted.has(category)) about.push(`needless ${what}: ${category} ${code}: ${text}`);
  }
  return about.length > 0 ? about : namingDifferences(what, expected, said);
}

/**
 * Each error must be spoken of by a diagnostic that has all of its names, and each diagnostic speak of a finding.
 * A warning about a standby target shows one of the flows that it cuts.
 */
function namingDifferences(
  what: string,
  expected: readonly Finding[],
  said: readonly Said[],
): readonly string[] {
  const fits = ({ category, names, oneOf }: Finding, { code, text }: Said) =>
    categoryOf[code] === category &&
    namesToSpeakOf(category, names).every((name) => text.includes(name)) &&
    (oneOf?.some((phrase) => text.includes(phrase)) ?? true);
  const shown = what === "error" ? expected : expected.filter(({ category }) => category !== "unreachable");
  const unnamed = shown.filter((finding) => !said.some((one) => fits(finding, one)));
  const astray = said.filter((one) => !expected.some((finding) => fits(finding, one)));
  return [
    ...unnamed.map(({ category, names }) => `${what} not named: ${category} (${names.join(", ")})`),
    ...astray.map(({ code, text }) => `${what} about something else: ${code}: ${text}`),
  ];
}

/** A circle that is shown must be one: brokers that can be joined, each with the next, back to the first. */
function circleDifferences({ joined }: Verdict, said: readonly Said[]): readonly string[] {
  const pairs = new Set(joined.flatMap(([a, b]) => [`${a} -> ${b}`, `${b} -> ${a}`]));
  const isCircle = ({ text }: Said) => {
    const brokers = /[a-z0-9-]+(?: -> [a-z0-9-]+)+/.exec(text)?.[0].split(" -> ") ?? [];
    const steps = brokers.slice(1).map((broker, index) => `${brokers[index]} -> ${broker}`);
    return steps.length >= 2 && brokers[0] === brokers.at(-1) && steps.every((step) => pairs.has(step));
  };
  const circles = said.filter(({ code }) => categoryOf[code] === "loop");
  return circles.filter((one) => !isCircle(one)).map(({ text }) => `not a circle: ${text}`);
}

/** A bad name is pointed at where it stands; a circle is looked at link by link. */
function namesToSpeakOf(category: Category, names: readonly string[]): readonly string[] {
  if (category === "loop") return [];
  if (category !== "reference") return names;
  return names.slice(1).map((name) => name.replace(/^nothing\..*$/, "nothing"));
}

function setDifferences(
  what: string,
  expected: readonly string[],
  given: readonly string[],
): readonly string[] {
  const [wanted, had] = [new Set(expected), new Set(given)];
  return [
    ...[...wanted].filter((one) => !had.has(one)).map((one) => `missing ${what}: ${one}`),
    ...[...had].filter((one) => !wanted.has(one)).map((one) => `needless ${what}: ${one}`),
  ];
}
