import { readFileSync } from "node:fs";
import { parse, stringify } from "yaml";

type Section = Record<string, unknown>;

/** What the examples of the pages leave out: entries that they name and do not write themselves. */
const background: Readonly<Record<string, Section>> = {
  domains: {
    orders: { owner: "retail", topic: "retail/orders", share: "all", events: { placed: {} } },
    telemetry: { owner: "works", topic: "works/telemetry", events: { measured: {} } },
  },
  brokers: {
    core: { environment: "cloud", engine: "nats" },
    annex: { environment: "cloud", engine: "nats" },
    north: { environment: "cloud", engine: "nats" },
    south: { environment: "cloud", engine: "nats" },
    till: { environment: "shop", engine: "nats" },
    floor: { environment: "plant", engine: "mosquitto" },
    de: { environment: "frankfurt", engine: "nats" },
    us: { environment: "ohio", engine: "nats" },
  },
  environments: {
    cloud: { platform: "kubernetes" },
    office: { platform: "local" },
    shop: { platform: "kubernetes", dialable: false },
    plant: { platform: "kubernetes", dialable: false },
    frankfurt: { platform: "kubernetes", residency: "eu" },
    paris: { platform: "kubernetes", residency: "eu" },
    ohio: { platform: "kubernetes", residency: "us" },
    oslo: { platform: "kubernetes", residency: "eu", dialable: false },
  },
  teams: { retail: {}, finance: {}, service: {}, logistics: {}, works: {} },
};

/** Files that the examples name: rows of `each`. */
export const pageFiles: Readonly<Record<string, string>> = {
  "tills.yaml": stringify(Array.from({ length: 300 }, (_, index) => ({ number: index + 1 }))),
};

/** The two examples of a code's page, what fails and what works, each made a whole manifest. */
export function pageExamples(code: string): readonly string[] {
  const page = readFileSync(`docs/diagnostics/${code}.md`, "utf8");
  return [...page.matchAll(/```yaml\n(.*?)```/gs)].map((match) => completed(match[1] ?? ""));
}

function completed(example: string): string {
  const written: Record<string, Section> = parse(example);
  const manifest: Record<string, unknown> = { apiVersion: "meshc/v1", mesh: { name: "page" }, ...written };
  let text = example;
  for (const [section, entries] of Object.entries(background)) {
    const own = written[section] ?? {};
    const named = Object.entries(entries).filter(
      ([name]) => !Object.hasOwn(own, name) && new RegExp(`(?<![-\\w])${name}(?![-\\w])`).test(text),
    );
    manifest[section] = { ...Object.fromEntries(named), ...own };
    text = stringify(manifest) + example;
  }
  return stringify(manifest);
}
