import { afterAll, expect, test } from "vitest";
import { type EditOutcome, judgeEdits } from "../../edits/judge-edits.ts";
import { startLiveMesh } from "../../verify/live-mesh.ts";
import { smallMesh } from "../../verify/meshes.ts";

const count = Number(process.env["VERIFY_EDITS"] ?? 12);
/** Most of an edit is waiting, so that several meshes at once take little longer than one. */
const lanes = count > 50 ? 3 : 1;
const outcomes: EditOutcome[] = [];

const changing = () => outcomes.filter(({ changed }) => changed);
const missed = () => changing().filter(({ red }) => !red);
/** An edit that takes effect by chance (half of what is published somewhere is lost) is not seen every time. */
const mostMissed = () => changing().length * 0.05;
const falselyRed = () => outcomes.filter(({ changed, red }) => red && !changed);

afterAll(() => {
  const tooMany = missed().length > mostMissed() ? missed().length : 0;
  const failed = count - outcomes.length + tooMany + falselyRed().length;
  const numbers = { changing: changing().length, missed: missed().length, falselyRed: falselyRed().length };
  console.log(`\n${JSON.stringify({ passed: count - failed, failed, edits: count, ...numbers })}`);
});

/** Tries edits one after another on a mesh of their own. */
async function judgeIn(seeds: readonly number[]): Promise<void> {
  const mesh = await startLiveMesh(smallMesh);
  try {
    await judgeEdits(mesh, seeds, (outcome) => {
      outcomes.push(outcome);
      if (outcome.changed !== outcome.red) console.log(JSON.stringify(outcome, undefined, 2));
    });
  } finally {
    await mesh.stop();
  }
}

test(
  `of ${count} random edits of live files, verify finds those that change something and no other`,
  { timeout: 60_000 + count * 40_000 },
  async () => {
    const seeds = Array.from({ length: count }, (_, index) => index + 1);
    await Promise.all(
      Array.from({ length: lanes }, (_, lane) => judgeIn(seeds.filter((seed) => seed % lanes === lane))),
    );
    expect(falselyRed()).toEqual([]);
    expect(missed().length).toBeLessThanOrEqual(mostMissed());
    expect(changing().length).toBeGreaterThan(count / 3);
  },
);
