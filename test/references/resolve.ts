import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Environment } from "../../compiler/model/mesh.ts";
import type { Host } from "../../deploy/host/host.ts";
import { nodeHost } from "../../deploy/host/node-host.ts";
import { generatedSecrets } from "../../deploy/references/generated-secrets.ts";
import { resolveReferences } from "../../deploy/references/resolve-references.ts";
import type { MeshState } from "../../deploy/state/documents.ts";
import { fileSecrets } from "../../deploy/state/secrets.ts";

/** How references are resolved in a test. */
export interface Resolving {
  readonly host?: Partial<Host>;
  readonly folder?: string;
  readonly seconds?: number;
  readonly environment?: Partial<Environment>;
  readonly state?: MeshState;
}

const noState: MeshState = { mesh: "shop", publicKeys: {}, passwords: [] };
const nowhere = { file: { name: "mesh.yaml", text: "" }, start: 0, end: 0 };

/** A folder that is gone when the test ends. */
export function ownFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "meshc-references-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Resolves references as `up` does, each as if it stood at a key of its own: values, or `CODE message | help` for each that fails. */
export async function resolveAll(
  references: readonly string[],
  { host, folder = ownFolder(), seconds = 20, environment, state = noState }: Resolving = {},
) {
  const here = { ...nodeHost(), ...host };
  const of = { name: "centre", ...environment };
  const wanted = references.map((reference, index) => ({
    reference,
    path: ["brokers", `b${index}`, "key", "ref"],
    environment: of,
  }));
  let made = 0;
  const generated = generatedSecrets(state, fileSecrets(here, join(folder, "secrets")).encryptedTo([]), {
    newPassword: () => `made-${++made}`,
  });
  const result = await resolveReferences(wanted, () => ({ span: nowhere }), {
    host: here,
    folder,
    generated,
    seconds,
  });
  const said = result.diagnostics.map(({ code, message, help }) => `${code} ${message} | ${help}`);
  return { values: result.ok ? result.value : undefined, said, state: generated.state() };
}
