import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describeMachine } from "../machine.mjs";
import { measureStored } from "./measure-stored.mjs";
import { rowsOf } from "./rows.mjs";
import { tableOf } from "./table.mjs";

const results = fileURLToPath(new URL("../stored-results.json", import.meta.url));

/**
 * Measures what meshc makes of a mesh of stored flows beside the same mesh written by hand, prints a table, keeps the
 * figures unless it is quick, and returns how many budgets hold and how many do not.
 */
export async function runStored(folder, { quick }) {
  const { pairs, compression } = await measureStored(folder, { quick });
  const rows = rowsOf(pairs);
  for (const line of [...tableOf("stored flow", rows), ...warnings(compression)]) console.log(line);
  const date = new Date().toISOString().slice(0, 10);
  const kept = { machine: describeMachine(), date, compression, rows };
  if (!quick) writeFileSync(results, `${JSON.stringify(kept, null, 2)}\n`);
  const judged = rows.filter(({ ok }) => ok !== undefined);
  const held = judged.filter(({ ok }) => ok).length;
  return { passed: held, failed: judged.length - held };
}

/** Leaf links that are compressed differently do not compare: a busy machine makes a round trip on loopback long. */
function warnings(compression) {
  return compression
    .filter(({ meshc, byHand }) => meshc !== byHand)
    .map(({ meshc, byHand }) => `a round's leaf links differ: ${meshc} in meshc's, ${byHand} in the other`);
}
