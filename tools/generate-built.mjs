/**
 * Writes the second half of `docs/built.md`, what is refused, from the lists in `compiler/validate/`. The first half is
 * written by hand. With `--check` it writes nothing and fails where the page differs.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { moduleOf } from "./read-unbuilt.mjs";
import { writeOrCheck } from "./write-or-check.mjs";

const file = fileURLToPath(new URL("../docs/built.md", import.meta.url));
const marker = "<!-- From here on made from compiler/validate/unbuilt.ts by tools/generate-built.mjs. -->";

const { unbuilt } = await moduleOf("compiler/validate/unbuilt.ts");
const { unbuiltPlatforms } = await moduleOf("compiler/validate/unbuilt-platforms.ts");

/** A table of what is not built with all the places of it, in the order of the list. */
function table(list) {
  const places = new Map();
  for (const { place, what } of list) places.set(what, [...(places.get(what) ?? []), place]);
  const rows = [...places].map(([what, found]) => `| ${what} | ${found.map(written).join(", ")} |`);
  return ["| what | where |", "| --- | --- |", ...rows].join("\n");
}

/** A place as the manifest has it, `NAME` for any name. */
function written(place) {
  const steps = place.split("/").map((step, index, all) => {
    const isItem = step === "*" && all[index - 1] === "subscribe";
    return isItem ? "[]" : step === "*" ? "NAME" : step;
  });
  return `\`${steps.join(".").replaceAll(".[]", "[]")}\``;
}

const byHand = readFileSync(file, "utf8").split(marker)[0].trimEnd();
const parts = [
  byHand,
  marker,
  "## Refused wherever it stands",
  "Each is an error (MESH9001) that names it.",
  table(unbuilt),
  "## Refused by `compile` only",
  "An environment with one of these is validated and brought up on this machine; `compile` refuses it (MESH3020).",
  table(unbuiltPlatforms),
];
await writeOrCheck(new Map([[file, `${parts.join("\n\n")}\n`]]));
