import { resolve } from "node:path";
import type { Json } from "../../compiler/model/json.ts";
import type { ProgramOutput } from "../host/host.ts";
import { askProgram } from "./ask-program.ts";
import { type Found, whenFound } from "./found.ts";
import { parseJson } from "./parse-json.ts";
import type { Reading } from "./reading.ts";

/**
 * All that `sops:FILE#key` can refer to in a file: decrypted by sops, which knows the keys and where they are kept. The
 * whole is read at once, so that a file of many secrets asks a key service only once.
 */
export async function readSopsFile(reading: Reading, path: string): Promise<Found<Json>> {
  const { host, folder } = reading;
  const file = resolve(folder, path);
  const keys = host.environment["SOPS_AGE_KEY"];
  const size = await host.files.size(file).catch(() => Infinity);
  if (size === undefined) {
    const fix = "Put it there, or mend the path: it is relative to the manifest's folder.";
    return { why: `there is no file ${file}`, fix };
  }
  const asked = {
    program: "sops",
    arguments: ["--decrypt", "--output-type", "json", file],
    // The one program that has a use for it.
    ...(keys !== undefined && { environment: { SOPS_AGE_KEY: keys } }),
    install: "Install sops (github.com/getsops/sops) and put it on the PATH.",
    slow: "sops waits for a key service or an agent. Look whether `sops --decrypt` of that file works.",
  };
  const found = await askProgram(reading, asked, (ended) => explain(file, ended));
  return whenFound(found, (text) => parseJson(text, "sops"));
}

/** Exit codes of sops 3. */
const reasons: ReadonlyMap<number, readonly [why: string, fix: string]> = new Map([
  [2, ["cannot be read", "Give this user the right to read it."]],
  [24, ["was changed since it was encrypted", "Put back the file as sops wrote it."]],
  [25, ["was changed since it was encrypted", "Put back the file as sops wrote it."]],
  [51, ["was changed since it was encrypted", "Put back the file as sops wrote it."]],
  [52, ["was changed since it was encrypted", "Put back the file as sops wrote it."]],
  [
    128,
    [
      "is encrypted for keys that this user does not have",
      "Say where the key is, such as by SOPS_AGE_KEY_FILE, or have the file encrypted for yours.",
    ],
  ],
]);

function explain(file: string, { code, errors }: ProgramOutput): Found<never> {
  if (/metadata not found/.test(errors)) {
    return { why: `${file} is not encrypted`, fix: "Encrypt it with sops, or refer to it by `file:`." };
  }
  const [why, fix] = reasons.get(code ?? -1) ?? [
    `cannot be decrypted (sops ended with ${code ?? "a signal"})`,
    "Look whether `sops --decrypt` of that file works.",
  ];
  return { why: `${file} ${why}`, fix };
}
