import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { expectMarked } from "../harness/analyze-text.ts";

const guide = readFileSync(new URL("../../docs/guide.md", import.meta.url), "utf8");
const blocks = [...guide.matchAll(/```yaml\n([^`]*)```/g)].map(([, text = ""]) => text);

/** A block that begins with `apiVersion` begins a manifest; each other one adds to what stands before it. */
function manifests(): readonly string[] {
  let manifest = "";
  return blocks.map((block) => (manifest = block.startsWith("apiVersion:") ? block : manifest + block));
}

test("the guide has three meshes", () => {
  expect(blocks.filter((block) => block.startsWith("apiVersion:"))).toHaveLength(3);
});

test.each(manifests().map((manifest, index) => [index + 1, manifest] as const))(
  "the guide's mesh is valid, without a warning, as far as block %d tells it",
  (_, manifest) => void expectMarked(manifest),
);

test("what the guide says of residencies holds", () => {
  const second = manifests().findLast((manifest) => manifest.includes("models:")) ?? "";
  const reader =
    "  models: { team: research, broker: virginia, subscribe: [shifts.begun] } # ERROR: MESH2105";
  expectMarked(second.replace(/ {2}models: .*/, reader));
});
