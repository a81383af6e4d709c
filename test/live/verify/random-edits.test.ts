import { afterAll, expect, test } from "vitest";
import { type EditOutcome, judgeEdits } from "../../verify/judge-edits.ts";
import { startLiveMesh } from "../../verify/live-mesh.ts";
import { smallMesh } from "../../verify/meshes.ts";

const count = Number(process.env["VERIFY_EDITS"] ?? 12);
const outcomes: EditOutcome[] = [];

const changing = () => outcomes.filter(({ changed }) => changed);
const missed = () => changing().filter(({ red }) => !red);
const falselyRed = () => outcomes.filter(({ changed, red }) => red && !changed);

afterAll(() => {
  const failed = count - outcomes.length + missed().length + falselyRed().length;
  const numbers = { changing: changing().length, missed: missed().length, falselyRed: falselyRed().length };
  console.log(`\n${JSON.stringify({ passed: count - failed, failed, edits: count, ...numbers })}`);
});

test(
  `of ${count} random edits of live files, verify finds those that change something and no other`,
  { timeout: 60_000 + count * 40_000 },
  async () => {
    const mesh = await startLiveMesh(smallMesh);
    const seeds = Array.from({ length: count }, (_, index) => index + 1);
    try {
      await judgeEdits(mesh, seeds, (outcome) => {
        outcomes.push(outcome);
        if (outcome.changed !== outcome.red) console.log(JSON.stringify(outcome, undefined, 2));
      });
    } finally {
      await mesh.stop();
    }
    expect(falselyRed()).toEqual([]);
    expect(missed().length).toBeLessThanOrEqual(changing().length * 0.05);
    expect(changing().length).toBeGreaterThan(count / 3);
  },
);
