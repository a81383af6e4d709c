import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { isSystemError, type SystemError, systemReason } from "../../deploy/output/system-reason.ts";
import type { Invocation } from "../command-spec.ts";
import { exitCode } from "../exit-code.ts";
import { editorSchemaJson } from "../generated/editor-schema.ts";
import { templatesJson } from "../generated/templates.ts";
import { visible } from "../views/visible.ts";
import { editorSettings, gitignore, pipelines } from "./init-files.ts";

const rootFile = "mesh.yaml";

/** Writes what a new mesh needs. What is there already stays as it is. */
export async function init({ operands, options, terminal }: Invocation): Promise<number> {
  const folder = resolve(terminal.cwd, operands[0] ?? ".");
  const say = (verb: string, file: string) =>
    options.quiet || terminal.out.write(`${verb.padEnd(6)} ${visible(file)}\n`);
  try {
    const { [rootFile]: root = "", ...parts } = template(String(options["template"]));
    const isNew = create(folder, rootFile, root, say);
    // The parts of a template belong to its root file; beside another one they would be strangers.
    const beside = Object.entries({ ...(isNew && parts), ...commonFiles(String(options["pipeline"])) });
    for (const [file, text] of beside) create(folder, file, text, say);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    terminal.err.write(`error: cannot write ${visible(error.path ?? folder)}: ${reasonOf(error)}\n`);
    return exitCode.failed;
  }
  // As typed, so that the commands work where the user is.
  const path = operands[0] === undefined ? "" : ` ${operands[0]}`;
  if (!options.quiet)
    terminal.err.write(
      `Next: \`meshc validate${visible(path)}\`, then \`meshc up${visible(path)}\` to run it on this machine.\n`,
    );
  return exitCode.done;
}

/** A name that is taken is in the way only where a folder has to be: a file that stands there is kept. */
function reasonOf(error: SystemError): string {
  return error.code === "EEXIST" ? "a file stands where a folder has to be" : systemReason(error);
}

function template(name: string): Readonly<Record<string, string>> {
  const templates = JSON.parse(templatesJson) as Readonly<Record<string, Readonly<Record<string, string>>>>;
  return templates[name] ?? {};
}

function commonFiles(pipeline: string): Readonly<Record<string, string>> {
  return {
    ".vscode/settings.json": editorSettings,
    ".vscode/mesh.schema.json": `${editorSchemaJson}\n`,
    ".gitignore": gitignore,
    ...pipelines[pipeline],
  };
}

/** Writes a file unless something stands there; says which, and returns whether it wrote. */
function create(
  folder: string,
  file: string,
  text: string,
  say: (verb: string, file: string) => void,
): boolean {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  try {
    writeFileSync(path, text, { flag: "wx" });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    say("kept", file);
    return false;
  }
  say("wrote", file);
  return true;
}
