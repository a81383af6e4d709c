/**
 * Writes the second halves of `docs/disturbed.md` and `docs/disturbed-plants.md`, what was measured, from the last results
 * of the long suites of the same names. The first halves are written by hand. With `--check` it writes nothing and fails
 * where a page differs.
 */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { resultFile } from "./suites.mjs";
import { writeOrCheck } from "./write-or-check.mjs";

/** What each suite says of its runs beside their figures. */
const suites = {
  disturbed: ({ server, cutSeconds }) => ({
    programs: `nats-server ${server}`,
    length: `each disturbance ${cutSeconds} s long`,
  }),
  "disturbed-plants": ({ programs, cutSeconds }) => ({
    programs,
    length: `each disturbance ${cutSeconds} s long where it is not said to be longer`,
  }),
};

function pageOf(name) {
  const file = fileURLToPath(new URL(`../docs/${name}.md`, import.meta.url));
  const marker = `<!-- From here on made from test/full/results/${name}.json by tools/generate-disturbed.mjs. -->`;
  const result = JSON.parse(readFileSync(resultFile(name), "utf8"));
  const { rows } = result.counts;
  const byHand = readFileSync(file, "utf8").split(marker)[0].trimEnd();
  const disturbances = [...new Set(rows.map(({ disturbance }) => disturbance))];
  const tables = disturbances.flatMap((disturbance) => [heading(disturbance), table(rows, disturbance)]);
  const text = [byHand, marker, settings(result, suites[name](result.counts)), ...tables].join("\n\n");
  return [file, `${text}\n`];
}

/** What was done, and how often what is promised held. */
function settings({ date, counts }, { programs, length }) {
  const { runs, rate, seconds, passed, failed } = counts;
  const each = runs === 1 ? "one run of each disturbance" : `${runs} runs of each disturbance`;
  return (
    `Measured on ${date} with ${programs}: ${each}, ${rate} events a second over all publishers for ` +
    `${seconds} s, ${length}. In ${passed} of ${passed + failed} runs everything was as ` +
    "promised. Each figure is that of the worst run and reader."
  );
}

function table(rows, disturbance) {
  const lines = rows
    .filter((row) => row.disturbance === disturbance)
    .map((row) =>
      [
        row.kind,
        row.published,
        row.lost,
        row.duplicates,
        time(row.longestPause),
        time(row.longestDelay),
      ].join(" | "),
    );
  const head = ["flow", "published", "lost", "duplicates", "longest pause", "longest way of an event"].join(
    " | ",
  );
  return [`| ${head} |`, "| --- | --: | --: | --: | --: | --: |", ...lines.map((line) => `| ${line} |`)].join(
    "\n",
  );
}

function time(milliseconds) {
  return `${(milliseconds / 1_000).toFixed(1)} s`;
}

function heading(disturbance) {
  return `## ${disturbance.charAt(0).toUpperCase()}${disturbance.slice(1)}`;
}

const measured = Object.keys(suites).filter((name) => existsSync(resultFile(name)));
await writeOrCheck(new Map(measured.map(pageOf)));
