/**
 * Writes the second half of `docs/effects.md`, what changes did to real brokers, from the last result of the long suite
 * `effects`. The first half is written by hand. With `--check` it writes nothing and fails where the page differs.
 */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { resultFile } from "./suites.mjs";
import { writeOrCheck } from "./write-or-check.mjs";

const file = fileURLToPath(new URL("../docs/effects.md", import.meta.url));
const marker =
  "<!-- From here on made from test/full/results/effects.json by tools/generate-effects.mjs. -->";

const titles = {
  nats: "NATS",
  mosquitto: "Mosquitto",
  connect: "Processes that carry links to Mosquittos",
};

/** What the suite keeps of a trial: see `test/effects/tell.ts`. */
function trial([what, way, instances, said, basis, observed, published, lost, refused, repeated]) {
  return { what, way, instances, said, basis, observed, published, lost, refused, repeated };
}

function page({ date, counts: { effects } }) {
  const trials = Object.fromEntries(Object.entries(effects).map(([key, rows]) => [key, rows.map(trial)]));
  const all = Object.values(trials).flat();
  const right = all.filter(({ said, observed }) => said === observed).length;
  const published = all.reduce((sum, each) => sum + each.published, 0);
  const head =
    `Measured on ${date}: in ${right} of ${all.length} trials what was seen is what meshc says, neither more nor ` +
    `less, while ${published} events were published. A row is a change; *and back* is what it does to be taken back, where ` +
    "that is something else.";
  const engines = Object.keys(titles).filter((engine) => versionsOf(trials, engine).length > 0);
  const tables = engines.flatMap((engine) => [`## ${titles[engine]}`, table(trials, engine)]);
  return [head, ...tables].join("\n\n");
}

function versionsOf(trials, engine) {
  const keys = Object.keys(trials).filter((key) => key.startsWith(`${engine} `));
  return keys.map((key) => key.slice(engine.length + 1)).toSorted();
}

function table(trials, engine) {
  const versions = versionsOf(trials, engine);
  const of = (version) => trials[`${engine} ${version}`];
  const rows = new Map();
  for (const version of versions)
    for (const { what, instances } of of(version)) rows.set(`${what}|${instances}`, { what, instances });
  const lines = [...rows.values()].map(({ what, instances }) => {
    const cells = versions.map((version) =>
      cell(of(version).filter((one) => one.what === what && one.instances === instances)),
    );
    return `| ${[what, instances, ...cells].join(" | ")} |`;
  });
  const head = ["change", "instances", ...versions];
  return [
    `| ${head.join(" | ")} |`,
    `| --- | --: | ${versions.map(() => "---").join(" | ")} |`,
    ...lines,
  ].join("\n");
}

/** The effect; where what was said is not what was seen, both. */
function cell(ways) {
  const [there, back] = ["there", "back"].map((way) => ways.find((one) => one.way === way));
  if (!there) return "";
  const word = ({ said, observed }) => (said === observed ? observed : `said ${said}, seen ${observed}`);
  return !back || word(back) === word(there) ? word(there) : `${word(there)}, and back ${word(back)}`;
}

if (existsSync(resultFile("effects"))) {
  const byHand = readFileSync(file, "utf8").split(marker)[0].trimEnd();
  const result = JSON.parse(readFileSync(resultFile("effects"), "utf8"));
  await writeOrCheck(new Map([[file, `${byHand}\n\n${marker}\n\n${page(result)}\n`]]));
}
