import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { onTestFinished } from "vitest";

/** A private key of age in a file of its own, and the recipient that it belongs to. */
export async function ageKey() {
  const folder = mkdtempSync(join(tmpdir(), "meshc-age-key-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const key = await generateX25519Identity();
  const recipient = await identityToRecipient(key);
  const file = join(folder, "keys.txt");
  writeFileSync(file, `# public key: ${recipient}\n${key}\n`, { mode: 0o600 });
  return { key, recipient, file };
}
