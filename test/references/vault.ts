import { spawn } from "node:child_process";
import { once } from "node:events";
import { onTestFinished } from "vitest";
import { findGoProgram } from "../../tools/go-program.mjs";

/** Files of a certificate and its key, for a server that speaks TLS. */
export interface ServerFiles {
  readonly certificate: string;
  readonly key: string;
}

/** A Vault of its own, in memory, with a store of each version: `mesh` is of version 2, `old` of version 1. */
export async function startVault(tls?: ServerFiles) {
  const program = await findGoProgram("vault-server");
  const child = spawn(program, tls ? [tls.certificate, tls.key] : [], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [line] = (await once(child.stdout.setEncoding("utf8"), "data")) as [string];
  const { address, token } = JSON.parse(line) as { address: string; token: string };
  const url = `${tls ? "https" : "http"}://${address}`;
  const vault = {
    address: url,
    token,
    /** Asks it over its own interface; the answer's JSON. */
    async ask(method: string, path: string, body?: object, headers: Record<string, string> = {}) {
      const { request } = await import("node:http");
      const { request: requestSecured } = await import("node:https");
      const send = tls ? requestSecured : request;
      return new Promise<{ status: number; body: string }>((resolve, reject) => {
        const asked = send(
          `${url}/v1/${path}`,
          { method, headers: { "X-Vault-Token": token, ...headers }, rejectUnauthorized: false },
          (answer) => {
            let text = "";
            answer.setEncoding("utf8").on("data", (part: string) => (text += part));
            answer.once("end", () => resolve({ status: answer.statusCode ?? 0, body: text }));
          },
        );
        asked.once("error", reject);
        asked.end(body && JSON.stringify(body));
      });
    },
    async write(path: string, body: object): Promise<string> {
      const { status, body: text } = await vault.ask("POST", path, body);
      if (status >= 300) throw new Error(`${path}: ${status} ${text}`);
      return text;
    },
    /** A token that may do what a policy says. */
    async tokenFor(policy: string): Promise<string> {
      await vault.write("sys/policies/acl/test", { policy });
      const made = await vault.write("auth/token/create", { policies: ["test"] });
      return (JSON.parse(made) as { auth: { client_token: string } }).auth.client_token;
    },
  };
  await vault.write("sys/mounts/mesh", { type: "kv", options: { version: "2" } });
  await vault.write("sys/mounts/old", { type: "kv", options: { version: "1" } });
  await untilReady(() => vault.ask("POST", "mesh/data/first", { data: {} }));
  return vault;
}

/** A store of version 2 prepares itself for some time after it was mounted. */
async function untilReady(ask: () => Promise<{ readonly status: number }>): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if ((await ask()).status < 300) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the store did not become ready");
}
