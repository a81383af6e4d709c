import { compareMeshes } from "../comparison.ts";

/** Compares meshes until they differ, from the first on and as many as the command line says; the result as JSON. */
const [count = "300"] = process.argv.slice(2);
process.stdout.write(JSON.stringify(compareMeshes(0, Number(count), undefined, 1)));
