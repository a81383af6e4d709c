import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findGoProgram } from "../../tools/go-program.mjs";

/** A server of buckets, over a folder of its own. */
export interface BucketServer {
  readonly url: string;
  /** Folder in which each bucket is a folder, and each object a file. */
  readonly folder: string;
  /** Makes a bucket. */
  bucket(name: string): void;
  /** What the AWS tools' variables say to reach it. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const access = "meshc-test";
const secret = "a-secret-of-the-test";

/** Starts a versitygw on loopback; it is to be stopped by whoever started it. */
export async function startBucketServer(): Promise<BucketServer> {
  const program = await findGoProgram("versitygw");
  const work = mkdtempSync(join(tmpdir(), "meshc-buckets-"));
  const [folder, sidecar] = [join(work, "buckets"), join(work, "sidecar")];
  for (const each of [folder, sidecar]) mkdirSync(each);
  const port = await freePort();
  const own = [
    "--port",
    `127.0.0.1:${port}`,
    "--access",
    access,
    "--secret",
    secret,
    "--quiet",
    "--keep-alive",
  ];
  // Not every file system of a test has extended attributes, in which it would keep what it knows of an object.
  const child = spawn(program, [...own, "posix", "--sidecar", sidecar, folder], { stdio: "ignore" });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    child.kill("SIGKILL");
    await ended;
    rmSync(work, { recursive: true, force: true });
  };
  try {
    await answers(url);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url,
    folder,
    bucket: (name) => void mkdirSync(join(folder, name)),
    environment: {
      AWS_ACCESS_KEY_ID: access,
      AWS_SECRET_ACCESS_KEY: secret,
      AWS_REGION: "us-east-1",
      AWS_ENDPOINT_URL_S3: url,
    },
    stop,
  };
}

async function answers(url: string): Promise<void> {
  const end = Date.now() + 30_000;
  for (;;) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer) return;
    if (Date.now() > end) throw new Error(`no server of buckets at ${url} within 30 s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
