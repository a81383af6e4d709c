import { spawn } from "node:child_process";

/** How a program of a test ended. */
export interface Ran {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Runs a program to its end with an environment of its own, gives it `input`, and tells its process number at once. */
export async function run(
  program: string,
  args: readonly string[],
  options: { readonly folder: string; readonly environment: NodeJS.ProcessEnv; readonly input?: string },
  started: (pid: number) => void = () => undefined,
): Promise<Ran> {
  const child = spawn(program, args, { cwd: options.folder, env: options.environment });
  if (child.pid !== undefined) started(child.pid);
  let output = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  child.stdin.on("error", () => undefined).end(options.input ?? "");
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject).once("close", resolve);
  });
  return { code, output, errors };
}

/** Runs a program that has to succeed; its output. */
export async function succeed(...call: Parameters<typeof run>): Promise<string> {
  const { code, output, errors } = await run(...call);
  if (code !== 0) throw new Error(`${call[0]} ${call[1].join(" ")} ended with ${code}: ${errors}`);
  return output;
}
