import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** How a program ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
}

/** Bundles a program, so that it can be run by node as a process of its own. */
export async function bundledProgram(source = new URL("killed-run.ts", import.meta.url)) {
  const folder = mkdtempSync(
    join(fileURLToPath(new URL("../..", import.meta.url)), "node_modules", ".meshc-test-"),
  );
  const file = join(folder, "program.cjs");
  await build({
    entryPoints: [fileURLToPath(source)],
    outfile: file,
    bundle: true,
    platform: "node",
    format: "cjs",
    logLevel: "silent",
  });
  return {
    run: (args: readonly string[], environment: NodeJS.ProcessEnv = process.env): Promise<Ended> =>
      new Promise((resolve) => {
        const child = spawn(process.execPath, [file, ...args], {
          env: environment,
          stdio: ["ignore", "pipe", "pipe"],
        });
        let output = "";
        child.stdout.on("data", (data) => (output += data));
        child.stderr.on("data", (data) => (output += data));
        child.once("close", (code, signal) => resolve({ code, signal, output }));
      }),
    remove: (): void => rmSync(folder, { recursive: true, force: true }),
  };
}
