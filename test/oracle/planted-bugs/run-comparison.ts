import { compareMeshes } from "../comparison.ts";

/** Compares the meshes that the command line says (first seed, count) and prints the result as JSON. */
const [first = "0", count = "300"] = process.argv.slice(2);
process.stdout.write(JSON.stringify(compareMeshes(Number(first), Number(count))));
