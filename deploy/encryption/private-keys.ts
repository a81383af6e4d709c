import { join } from "node:path";
import type { Result } from "../../compiler/diagnostics/result.ts";
import { failure, success } from "../diagnose.ts";
import type { Host } from "../host/host.ts";
import { guarded } from "../state/guarded.ts";
import { privateKeyMissing } from "./codes.ts";

/** Private keys of age and where they were found. */
export interface PrivateKeys {
  readonly keys: readonly string[];
  /** In words, for people. */
  readonly from: string;
}

/** Variables that name a file with keys, and that hold keys; sops' own count where meshc's are not set. */
const variables = [
  { file: "MESHC_AGE_KEY_FILE", keys: "MESHC_AGE_KEY" },
  { file: "SOPS_AGE_KEY_FILE", keys: "SOPS_AGE_KEY" },
] as const;

/** The variables whose values are private keys: nothing that meshc starts is to see them. */
export const privateKeyVariables: readonly string[] = variables.map(({ keys }) => keys);

/** A text with keys in it, and where it stood. */
interface Source {
  readonly from: string;
  readonly text: string;
}

/**
 * Finds private keys where sops (https://getsops.io, "Encrypting using age") and a user of meshc's keep them: as the
 * environment names them, else in sops' file. `what` needs them, in words. Keys of other kinds are passed over.
 */
export async function findPrivateKeys(host: Host, what: string): Promise<Result<PrivateKeys>> {
  const sources = await sourcesOf(host, what);
  if (!sources.ok) return sources;
  const from = sources.value.map((source) => source.from).join(" and ");
  const lines = sources.value.flatMap(({ text }) => text.split("\n").map((line) => line.trim()));
  const keys = lines.filter((line) => line.startsWith("AGE-SECRET-KEY-1"));
  const why = (fault: string) => failure(privateKeyMissing, { what, why: `${from} ${fault}` });
  if (keys.length === 0) return why("holds none (a line that begins with AGE-SECRET-KEY-1)");
  const { isPrivateKey } = await import("./age.ts");
  if (!keys.every(isPrivateKey)) return why("holds one that is not whole");
  return success({ keys, from });
}

async function sourcesOf(host: Host, what: string): Promise<Result<readonly Source[]>> {
  const { environment } = host;
  for (const { file, keys } of variables) {
    const sources: Source[] = [];
    const path = environment[file];
    if (path) {
      const text = await readText(host, path);
      if (!text.ok) return text;
      const why = `${file} names ${path}, which is not there`;
      if (text.value === undefined) return failure(privateKeyMissing, { what, why });
      sources.push({ from: `${path} (${file})`, text: text.value });
    }
    const text = environment[keys];
    if (text) sources.push({ from: keys, text });
    if (sources.length > 0) return success(sources);
  }
  return usualSource(host, what);
}

async function usualSource(host: Host, what: string): Promise<Result<readonly Source[]>> {
  const { XDG_CONFIG_HOME: configuration, HOME: home } = host.environment;
  const folder = configuration || (home && join(home, ".config"));
  const path = folder && join(folder, "sops", "age", "keys.txt");
  const text = path ? await readText(host, path) : success(undefined);
  if (!text.ok) return text;
  if (path && text.value !== undefined) return success([{ from: path, text: text.value }]);
  const names = variables.flatMap(({ file, keys }) => [file, keys]).join(", ");
  const usual = path ? `, and ${path} is not there` : "";
  return failure(privateKeyMissing, { what, why: `none of ${names} is set${usual}` });
}

async function readText(host: Host, path: string): Promise<Result<string | undefined>> {
  const bytes = await guarded(path, () => host.files.read(path));
  if (!bytes.ok) return bytes;
  return success(bytes.value && new TextDecoder().decode(bytes.value));
}
