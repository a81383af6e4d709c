/**
 * Writes the second half of `docs/disturbed.md`, what was measured, from the last result of the long suite "disturbed".
 * The first half is written by hand. With `--check` it writes nothing and fails where the page differs.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { resultFile } from "./suites.mjs";
import { writeOrCheck } from "./write-or-check.mjs";

const file = fileURLToPath(new URL("../docs/disturbed.md", import.meta.url));
const marker =
  "<!-- From here on made from test/full/results/disturbed.json by tools/generate-disturbed.mjs. -->";

const { date, counts } = JSON.parse(readFileSync(resultFile("disturbed"), "utf8"));
const { runs, rate, seconds, cutSeconds, server, rows, passed, failed } = counts;

/** What was done, and how often what is promised held. */
function settings() {
  const each = runs === 1 ? "one run of each disturbance" : `${runs} runs of each disturbance`;
  return (
    `Measured on ${date} with nats-server ${server}: ${each}, ${rate} events a second over all publishers for ` +
    `${seconds} s, each disturbance ${cutSeconds} s long. In ${passed} of ${passed + failed} runs everything was as ` +
    "promised. Each figure is that of the worst run and reader."
  );
}

function table(disturbance) {
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

const byHand = readFileSync(file, "utf8").split(marker)[0].trimEnd();
const disturbances = [...new Set(rows.map(({ disturbance }) => disturbance))];
const tables = disturbances.flatMap((disturbance) => [heading(disturbance), table(disturbance)]);
await writeOrCheck(new Map([[file, `${[byHand, marker, settings(), ...tables].join("\n\n")}\n`]]));
