import { resolve } from "node:path";
import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import type { Mesh } from "../../compiler/model/mesh.ts";
import { lockName } from "../../deploy/output/lock.ts";
import { recordInputs } from "../../deploy/output/record-inputs.ts";
import { unchangedOutput } from "../../deploy/output/unchanged-output.ts";
import type { OutputFile, OutputSummary } from "../../deploy/output/write-output.ts";
import { writeOutput } from "../../deploy/output/write-output.ts";
import type { Invocation } from "../command-spec.ts";
import { dayOf } from "../day-of.ts";
import { createDiskReader } from "../disk-reader.ts";
import { drawDiagnostics } from "../draw-diagnostics.ts";
import { exitCode } from "../exit-code.ts";
import type { ManifestPath } from "../manifest-path.ts";
import { manifestPath } from "../manifest-path.ts";
import type { RecordingReader } from "../../deploy/output/record-inputs.ts";
import { createVerbose, type Verbose } from "../verbose.ts";
import { version } from "../version.ts";
import { visible } from "../views/visible.ts";

/** Writes the artifacts of every environment, or of those that `--env` names, below the output folder. */
export async function compile(invocation: Invocation): Promise<number> {
  const { options, terminal, operands } = invocation;
  const verbose = createVerbose(invocation);
  const path = manifestPath(invocation, operands[0]);
  const directory = resolve(terminal.cwd, String(options["output"]));
  const reader = createDiskReader(path.folder, terminal.cwd);
  const unchanged = options["check"]
    ? undefined
    : unchangedOutput(directory, reader, version, optionsText(path, invocation));
  if (unchanged && isOf(dayOf(options.today), unchanged.remember)) {
    verbose.took("seen that nothing changed since the last run");
    report({ written: 0, removed: 0, unchanged: unchanged.files }, invocation);
    return exitCode.done;
  }
  return compileAnew({ path, directory, reader: recordInputs(reader), invocation, verbose });
}

/** A compilation that has to be done. */
interface Work {
  readonly path: ManifestPath;
  readonly directory: string;
  readonly reader: RecordingReader;
  readonly invocation: Invocation;
  readonly verbose: Verbose;
}

async function compileAnew({ path, directory, reader, invocation, verbose }: Work): Promise<number> {
  // Only now: an unchanged output needs no compiler.
  const { compileManifest } = await import("../compile-manifest.ts");
  const compiled = compileManifest(path, invocation, reader, verbose.took);
  for (const { name } of reader.inputs().reads) verbose.say(() => `read ${path.prefix}${name}`);
  draw(compiled.diagnostics, path, invocation);
  if (!compiled.ok) return exitCode.failed;
  const { artifacts, topology } = compiled.value;
  const { mesh } = topology;
  for (const { path: file, text } of outputFiles(artifacts))
    verbose.say(() => `made ${file}, ${Buffer.byteLength(text)} bytes`);
  const written = writeOutput(directory, outputFiles(artifacts), {
    mesh: mesh.name,
    compiler: version,
    ...(invocation.options.env && { environments: invocation.options.env }),
    check: invocation.options["check"] === true,
    // With something to say, the next run has to say it again, so it compiles.
    ...(compiled.diagnostics.length === 0 && { origin: originOf(reader, path, mesh, invocation) }),
  });
  verbose.took("written");
  draw(written.diagnostics, path, invocation);
  if (!written.ok) return exitCode.failed;
  report(written.value, invocation);
  return exitCode.done;
}

function* outputFiles(
  artifacts: Iterable<{ environment: string; path: string; text: string }>,
): Iterable<OutputFile> {
  for (const { environment, path, text } of artifacts) yield { path: `${environment}/${path}`, text };
}

function originOf(reader: RecordingReader, path: ManifestPath, mesh: Mesh, invocation: Invocation) {
  const expires = [...mesh.policies.values()].some(({ except }) =>
    except.some(({ until }) => until !== undefined),
  );
  const day = expires ? dayOf(invocation.options.today) : null;
  return { inputs: reader.inputs(), options: optionsText(path, invocation), remember: { day } };
}

/** Whether what was found then would be found today: only an exception that runs out could make a difference. */
function isOf(today: string, remember: unknown): boolean {
  const day = typeof remember === "object" && remember !== null && "day" in remember ? remember.day : today;
  return day === null || day === today;
}

/** What decides an output beside the files. */
function optionsText({ file }: ManifestPath, { options }: Invocation): string {
  return JSON.stringify([file, options.overlay ?? [], options.env ?? []]);
}

function draw(diagnostics: readonly Diagnostic[], path: ManifestPath, invocation: Invocation): void {
  const { terminal } = invocation;
  terminal.err.write(drawDiagnostics(diagnostics, path, invocation, terminal.err));
}

function report({ written, removed, unchanged }: OutputSummary, { options, terminal }: Invocation): void {
  if (options.quiet) return;
  // The lock says what the files hold, so it is written whenever one of them is, or goes.
  const withLock = written + removed > 0 ? ` and ${lockName}` : "";
  const counts = `${written} written${withLock}, ${removed} removed, ${unchanged} unchanged`;
  terminal.out.write(`${visible(String(options["output"]))}: ${counts}\n`);
}
