import { type ChildProcess, spawn } from "node:child_process";
import { createHash, pbkdf2Sync } from "node:crypto";
import {
  chmodSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";
import type { SecretReference } from "../../compiler/model/workload.ts";
import { findMosquitto } from "../../tools/mosquitto.mjs";
import { pause, until } from "../nats/until.ts";

/** A file of a broker as engines print it, or its text. */
export interface StartedFile {
  readonly path: string;
  readonly mode?: number;
  readonly parts: readonly (string | SecretReference)[];
}

/** A real Mosquitto that runs on files of a folder of its own. */
export interface StartedMosquitto {
  readonly folder: string;
  log(): string;
  exited(): boolean;
  /** Writes files over those that are there, without telling the broker. */
  write(files: readonly StartedFile[]): void;
  /** Sends SIGHUP; who connects after it meets what the broker made of it. */
  reload(): Promise<void>;
  stop(signal?: "SIGTERM" | "SIGKILL"): Promise<void>;
  /** Starts it again on the same folder, once it has ended. */
  again(): Promise<StartedMosquitto>;
}

/** Folders of brokers that may be started again, until the tests of a file are over. */
const folders = new Set<string>();

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** The password that everybody has in these tests. */
export function passwordOf(identity: string): string {
  return `password-of-${identity}`;
}

/** A password's hash as the password file takes it: PBKDF2 with SHA-512, 101 rounds, a salt of 12 bytes. */
export function hashOf(password: string): string {
  const salt = createHash("sha256").update(password).digest().subarray(0, 12);
  const hash = pbkdf2Sync(password, salt, 101, 64, "sha512");
  return `$7$101$${salt.toString("base64")}$${hash.toString("base64")}`;
}

/** Starts a broker on files and waits until it takes connections at a port; one that ends instead is returned ended. */
export async function startMosquitto(
  files: readonly StartedFile[],
  port: number,
  folder: string = mkdtempSync(join(tmpdir(), "meshc-mosquitto-")),
): Promise<StartedMosquitto> {
  folders.add(folder);
  const program = await findMosquitto();
  writeFiles(folder, files);
  const logFile = join(folder, "log");
  const log = openSync(logFile, "a");
  const child = spawn(program, ["-c", "mosquitto.conf"], { cwd: folder, stdio: ["ignore", log, log] });
  closeSync(log);
  const broker = started(child, folder, logFile, port);
  await until(async () => broker.exited() || (await takes(port)), 10_000);
  return broker;
}

function started(child: ChildProcess, folder: string, logFile: string, port: number): StartedMosquitto {
  let ended = false;
  const gone = new Promise<void>((done) => child.once("exit", () => ((ended = true), done())));
  return {
    folder,
    log: () => readFileSync(logFile, "utf8"),
    exited: () => ended,
    write: (files) => writeFiles(folder, files),
    async reload() {
      child.kill("SIGHUP");
      await pause(100);
      await takes(port);
    },
    async stop(signal = "SIGTERM") {
      if (!ended) child.kill(signal);
      await gone;
    },
    again: () => startMosquitto([], port, folder),
  };
}

function writeFiles(folder: string, files: readonly StartedFile[]): void {
  for (const { path, mode = 0o400, parts } of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    rmSync(file, { force: true });
    writeFileSync(file, parts.map((part) => (typeof part === "string" ? part : valueOf(part))).join(""));
    chmodSync(file, mode);
  }
}

function valueOf({ kind, of }: SecretReference): string {
  if (kind === "pbkdf2") return hashOf(passwordOf(of));
  if (kind === "loginPassword") return passwordOf(of);
  throw new Error(`no ${kind} in these tests`);
}

function takes(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, "127.0.0.1", () => (socket.destroy(), done(true)));
    socket.once("error", () => done(false));
  });
}
