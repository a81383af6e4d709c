import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { findGoProgram } from "../../tools/go-program.mjs";
import { succeed } from "./run.ts";

/** A Pulumi project in a folder, with a stack `centre` in files beside it, encrypted by a passphrase. */
export async function newStack(folder: string) {
  const pulumi = await findGoProgram("pulumi");
  mkdirSync(join(folder, "stacks"), { recursive: true });
  writeFileSync(join(folder, "Pulumi.yaml"), "name: mesh\nruntime: yaml\n");
  const backend = `file://${join(folder, "stacks")}`;
  const own = {
    PULUMI_HOME: join(folder, "pulumi-home"),
    PULUMI_BACKEND_URL: backend,
    PULUMI_CONFIG_PASSPHRASE: "open sesame",
  };
  const environment = { PATH: process.env["PATH"], HOME: folder, PULUMI_SKIP_UPDATE_CHECK: "true", ...own };
  const init = ["stack", "init", "centre", "--secrets-provider", "passphrase", "--non-interactive"];
  await succeed(pulumi, init, { folder, environment });
  return {
    programs: dirname(pulumi),
    environment: own,
    backend,
    async set(key: string, value: string): Promise<void> {
      const args = ["config", "set", "--secret", "--stack", "centre", "--non-interactive", "--", key];
      await succeed(pulumi, args, { folder, environment, input: value });
    },
  };
}
