import type { Result } from "../../compiler/diagnostics/result.ts";
import { nodeHost } from "../../deploy/host/node-host.ts";
import { listState } from "../../deploy/state/list-state.ts";
import { moveState } from "../../deploy/state/move-state.ts";
import { openStore } from "../../deploy/state/open-store.ts";
import { releaseState } from "../../deploy/state/release-state.ts";
import type { StateStore } from "../../deploy/state/state-store.ts";
import { unlockState } from "../../deploy/state/unlock-state.ts";
import type { Invocation } from "../command-spec.ts";
import { type DeclaredState, declaredState } from "../declared-state.ts";
import { drawDiagnostics } from "../draw-diagnostics.ts";
import { exitCode } from "../exit-code.ts";
import { type ManifestPath, manifestPath } from "../manifest-path.ts";
import { UsageError } from "../usage-error.ts";
import * as view from "../views/state-text.ts";

/** What a sub-command came to, in both forms. */
interface Told {
  readonly text: string;
  readonly json: object;
  /** Absent = it was done. */
  readonly code?: number;
}

/** What a sub-command has to do with. */
interface Ground {
  readonly store: StateStore;
  readonly declared: DeclaredState["state"];
  readonly path: ManifestPath;
  /** The word after the sub-command. */
  readonly word: string;
}

interface Sub {
  /** What the word after it is; absent = none follows. */
  readonly takes?: string;
  readonly run: (ground: Ground) => Promise<Result<Told>>;
}

/** Looks at what is recorded where the manifest says, or does something to it. Of the manifest only that is read. */
export async function state(invocation: Invocation): Promise<number> {
  const { terminal, options } = invocation;
  const { run, word } = subOf(invocation);
  const path = manifestPath(invocation, undefined);
  const { state: declared, diagnostics } = declaredState(path, invocation);
  const draw = (found: typeof diagnostics) =>
    terminal.err.write(drawDiagnostics(found, path, invocation, terminal.err));
  draw(diagnostics);
  if (diagnostics.some(({ severity }) => severity === "error")) return exitCode.failed;
  const store = openStore(nodeHost(), declared, path.folder);
  const told = store.ok ? await run({ store: store.value, declared, path, word }) : store;
  draw(told.diagnostics);
  if (!told.ok) return exitCode.failed;
  const { text, json, code } = told.value;
  terminal.out.write(
    options["json"] === true ? `${JSON.stringify({ version: 1, ...json }, null, 2)}\n` : text,
  );
  return code ?? exitCode.done;
}

function subOf({ operands }: Invocation): Sub & { readonly word: string } {
  const [name = "", word, ...more] = operands;
  const sub = subs.get(name);
  if (!sub)
    throw new UsageError(`"${name}" is nothing that \`state\` does: say list, unlock, move or release`);
  const { takes } = sub;
  if (takes !== undefined && word === undefined) throw new UsageError(`say ${takes} after \`state ${name}\``);
  if (more.length > 0 || (takes === undefined && word !== undefined))
    throw new UsageError(`too many words after \`state ${name}\``);
  return { ...sub, word: word ?? "" };
}

const subs: ReadonlyMap<string, Sub> = new Map<string, Sub>([
  ["list", { run: list }],
  ["unlock", { takes: "the name of an environment, or `mesh`,", run: unlock }],
  ["move", { takes: "the store that it is to lie in, file:DIR or s3:BUCKET/PREFIX,", run: move }],
  ["release", { takes: "the name of an environment", run: release }],
]);

/** A document that cannot be used is told, and the command fails with the list printed. */
async function list({ store }: Ground): Promise<Result<Told>> {
  const listed = await listState(store);
  if (!listed.ok) return listed;
  const problems = listed.value.documents.flatMap((document) => document.problems);
  return {
    ok: true,
    value: {
      text: view.listingText(listed.value),
      json: view.listingJson(listed.value),
      ...(problems.length > 0 && { code: exitCode.failed }),
    },
    diagnostics: problems,
  };
}

async function unlock({ store, word }: Ground): Promise<Result<Told>> {
  const done = await unlockState(store, word);
  return told(done, (holder) => ({
    text: view.unlockedText(word, holder),
    json: view.unlockedJson(word, holder),
  }));
}

async function move({ store, declared, path, word }: Ground): Promise<Result<Told>> {
  const to = openStore(nodeHost(), { ...declared, store: word }, path.folder);
  const done = to.ok ? await moveState(store, to.value, "meshc state move") : to;
  return told(done, (moved) => ({ text: view.movedText(moved, word), json: { ...moved, store: word } }));
}

async function release({ store, word }: Ground): Promise<Result<Told>> {
  const done = await releaseState(store, word, "meshc state release");
  return told(done, (ran) => ({ text: view.releasedText(word, ran), json: { environment: word, ran } }));
}

function told<T>(done: Result<T>, say: (value: T) => Told): Result<Told> {
  return done.ok ? { ...done, value: say(done.value) } : done;
}
