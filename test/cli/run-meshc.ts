import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { run } from "../../cli/run.ts";

/** What a command line came to. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** How the command line is run. */
export interface RunOptions {
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Both outputs are terminals, and so is the input. */
  readonly isTerminal?: boolean;
  /** What is typed, a line each; after them the input ends. */
  readonly typed?: readonly string[];
}

/** Runs the command line in this process, with outputs that are kept. */
export async function meshc(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const written = { out: "", err: "" };
  const isTerminal = options.isTerminal ?? false;
  const typed = [...(options.typed ?? [])];
  const code = await run(args, {
    out: { write: (text) => void (written.out += text), isTerminal },
    err: { write: (text) => void (written.err += text), isTerminal },
    input: { isTerminal, line: async () => typed.shift() },
    cwd: options.cwd ?? process.cwd(),
    environment: options.environment ?? {},
    interruption: () => new AbortController().signal,
    interrupted: () => false,
  });
  return { code, ...written };
}

/** A folder with files, removed with the test. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "meshc-cli-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** A manifest with two errors, on lines 5 and 8. */
export const faulty = `apiVersion: meshc/v1
mesh: { name: shop }
environments: { cloud: { platform: local } }
brokers:
  core: { environment: clowd, engine: nats }
domains:
  orders:
    owner: retial
    topic: retail/orders
teams: { retail: {} }
`;
