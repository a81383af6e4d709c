import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, type NatsConnection } from "@nats-io/transport-node";
import { onTestFinished } from "vitest";
import type { Certified } from "../../deploy/certificates/pem.ts";
import { findNatsServer } from "../../tools/nats-server.mjs";
import { freePorts } from "../nats/free-ports.ts";
import { until } from "../nats/until.ts";

/** What somebody else got hold of. */
export interface Stolen {
  /** Seed of a key. */
  readonly seed?: string;
  /** A certificate with its key, and who signed those of the servers. */
  readonly shown?: Certified & { readonly authority: string };
}

/** A nats-server of somebody else that links to a port with what was stolen, whatever becomes of that, as long as the test runs. */
export async function foreignLeaf(version: string, target: number, { seed, shown }: Stolen, name: string) {
  const folder = mkdtempSync(join(tmpdir(), "meshc-foreign-"));
  const [client = 0, management = 0] = await freePorts(2);
  const files = { "c.pem": shown?.certificate, "k.pem": shown?.privateKey, "a.pem": shown?.authority };
  for (const [file, text = ""] of Object.entries(files)) writeFileSync(join(folder, file), text);
  const tls = `, tls: { cert_file: "${folder}/c.pem", key_file: "${folder}/k.pem", ca_file: "${folder}/a.pem" }`;
  const key = seed === undefined ? "" : `, nkey: "${seed}"`;
  const remote = `{ url: "nats-leaf://127.0.0.1:${target}"${key}${shown ? tls : ""} }`;
  writeFileSync(
    join(folder, "nats.conf"),
    `server_name: "${name}"
listen: "127.0.0.1:${client}"
http: "127.0.0.1:${management}"
leafnodes { reconnect: "200ms", remotes: [${remote}] }
`,
  );
  const server = spawn(await findNatsServer(version), ["--config", join(folder, "nats.conf")], {
    stdio: "ignore",
  });
  onTestFinished(() => {
    server.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  });
  const leafz = async () => {
    const answer = await fetch(`http://127.0.0.1:${management}/leafz`).catch(() => undefined);
    const { leafs } = ((await answer?.json()) ?? {}) as { leafs?: readonly unknown[] | null };
    return (leafs ?? []).length;
  };
  return {
    /** Whether it becomes linked, or not linked any more, within a time. */
    isLinked: (wanted: boolean, milliseconds: number): Promise<boolean> =>
      until(async () => (await leafz()) > 0 === wanted, milliseconds),
    client: (): Promise<NatsConnection> => connect({ servers: `127.0.0.1:${client}` }),
  };
}
