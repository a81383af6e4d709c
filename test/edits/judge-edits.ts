import { verify } from "../../deploy/verify/verify.ts";
import { pause } from "../nats/until.ts";
import { lookAt, type Matrix } from "./independent-client.ts";
import type { LiveMesh } from "../verify/live-mesh.ts";
import { answeringForLinks } from "./answering-for-links.ts";
import { questionsOf } from "./questions.ts";
import { applyEdit, randomEdit } from "./random-edits.ts";

/** What became of one edit. */
export interface EditOutcome {
  readonly seed: number;
  readonly name: string;
  /** Whether the independent client saw another mesh than before. */
  readonly changed: boolean;
  /** Some of what it saw: lines that came (`+`) and went (`-`). */
  readonly differences: readonly string[];
  readonly red: boolean;
  /** The first verdicts that failed. */
  readonly why: readonly string[];
}

/** A moment for servers to find each other again after one of them was restarted, in milliseconds. */
const settling = { reload: 200, restart: 3_000 };

/** Makes each edit, asks the independent client and `verify`, and puts everything back. */
export async function judgeEdits(
  mesh: LiveMesh,
  seeds: readonly number[],
  report: (outcome: EditOutcome) => void = () => undefined,
): Promise<readonly EditOutcome[]> {
  const questions = questionsOf(mesh);
  const look = async (): Promise<Matrix> => [
    ...(await lookAt(questions)),
    ...(await answeringForLinks(mesh)),
  ];
  const before = await look();
  const outcomes: EditOutcome[] = [];
  for (const seed of seeds) {
    const edit = randomEdit(mesh, seed);
    applyEdit(mesh, edit);
    for (const instance of new Set(edit.changes.map((change) => change.instance))) {
      await (edit.how === "reload" ? mesh.reload(instance) : mesh.restart(instance));
    }
    await pause(settling[edit.how]);
    let differences = compare(before, await look());
    // A link that was just coming up is no change.
    if (differences.length > 0) differences = compare(before, await look());
    const verified = await verify(mesh.ground, { rights: true });
    const failed = [...verified.flows, ...verified.denied, ...(verified.rights ?? [])].filter(
      ({ verdict }) => verdict === "failed",
    );
    const outcome = {
      seed,
      name: edit.name,
      changed: differences.length > 0,
      differences: differences.slice(0, 6),
      red: !verified.ok,
      why: failed.slice(0, 4).map((each) => JSON.stringify(each)),
    };
    outcomes.push(outcome);
    report(outcome);
    await mesh.restore();
  }
  return outcomes;
}

function compare(before: Matrix, after: Matrix): readonly string[] {
  const [old, now] = [new Set(before), new Set(after)];
  return [
    ...before.filter((line) => !now.has(line)).map((line) => `- ${line}`),
    ...after.filter((line) => !old.has(line)).map((line) => `+ ${line}`),
  ];
}
