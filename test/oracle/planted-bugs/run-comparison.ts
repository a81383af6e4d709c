import { allHandMade } from "../all-hand-made.ts";
import { compareHandMade, compareMeshes } from "../comparison.ts";

/**
 * Compares random meshes until they differ, from the first on and as many as the command line says, and after those the
 * meshes that are made by hand; the result as JSON.
 */
const [count = "300"] = process.argv.slice(2);
const random = compareMeshes(0, Number(count), undefined, 1);
const byHand = random.unlike === 0 ? compareHandMade(allHandMade) : undefined;
const isByHand = byHand !== undefined && byHand.unlike > 0;
process.stdout.write(JSON.stringify({ ...(isByHand ? byHand : random), isByHand }));
