import { rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { findGoProgram } from "../../tools/go-program.mjs";
import { succeed } from "./run.ts";

/** sops with a key of age, as a user has them: writes files that only that key opens. */
export async function sealer(folder: string) {
  const sops = await findGoProgram("sops");
  const keyFile = join(folder, "age-key.txt");
  const environment = { PATH: process.env["PATH"], HOME: folder };
  const made = await succeed(await findGoProgram("age-keygen"), [], { folder, environment });
  writeFileSync(keyFile, made, { mode: 0o600 });
  const recipient = /public key: (age1\w+)/.exec(made)?.[1] ?? "";
  return {
    /** Folder of the program, for the PATH. */
    programs: dirname(sops),
    environment: { SOPS_AGE_KEY_FILE: keyFile },
    /** Writes a text, in the format of its name's ending, encrypted. */
    async write(name: string, text: string): Promise<void> {
      const plain = join(folder, `plain-${name}`);
      writeFileSync(plain, text);
      const args = ["--encrypt", "--age", recipient, "--output", join(folder, name), plain];
      await succeed(sops, args, { folder, environment });
      rmSync(plain);
    },
  };
}
