import { expect, test } from "vitest";
import { compareMeshes } from "./comparison.ts";

const meshes = Number(process.env["ORACLE_MESHES"] ?? 500);
const first = Number(process.env["ORACLE_FIRST_SEED"] ?? 0);

test(
  `the compiler says of ${meshes} random meshes what the oracle says of them`,
  { timeout: 60_000 + 60 * meshes },
  () => {
    const { unlike, about } = compareMeshes(first, meshes);
    console.log(`\n${JSON.stringify({ passed: meshes - unlike, failed: unlike, meshes })}`);
    expect(about).toEqual([]);
  },
);
