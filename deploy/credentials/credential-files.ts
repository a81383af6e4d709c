import { basename, dirname, isAbsolute, join, relative } from "node:path";
import type { Analysis } from "../../compiler/compile.ts";
import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { hasErrors, type Result } from "../../compiler/diagnostics/result.ts";
import { diagnose, success } from "../diagnose.ts";
import type { Host } from "../host/host.ts";
import type { CredentialFileRecord } from "../state/documents.ts";
import { credentialsFileUnfit } from "./codes.ts";
import type { Credentials } from "./credentials.ts";

/**
 * The files that a manifest names for credentials. Each has to be of one application alone, below the manifest's folder
 * with every symbolic link followed, and there either not at all or with credentials of that application: a manifest
 * that somebody else wrote must not write over what it likes.
 */
export async function credentialFilesOf(
  { topology, locate }: Pick<Analysis, "topology" | "locate">,
  { files }: Pick<Host, "files">,
  manifestFolder: string,
): Promise<Result<readonly CredentialFileRecord[]>> {
  const root = await files.realPath(manifestFolder);
  const found: CredentialFileRecord[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const { name: application, credentialsFile: written } of topology.mesh.applications.values()) {
    if (written === undefined) continue;
    const { span } = locate(["applications", application, "credentials", "file"], "value");
    const asked = join(root, dirname(span.file.name), written);
    const placed = isAbsolute(written) ? notBelow : await placeOf(files, root, asked, application);
    const why = typeof placed === "string" ? placed : alsoOf(placed.file, found);
    if (typeof placed !== "string" && why === undefined) found.push({ application, file: placed.file });
    else
      diagnostics.push(diagnose(credentialsFileUnfit, { application, file: written, why: why ?? "" }, span));
  }
  return hasErrors(diagnostics) ? { ok: false, diagnostics } : success(found);
}

function leadsOut(file: string): boolean {
  const [first] = file.split("/");
  return file === "" || first === ".." || first === ".meshc" || isAbsolute(file);
}

const notBelow = "it is not below the folder of the manifest";

function alsoOf(file: string, others: readonly CredentialFileRecord[]): string | undefined {
  const other = others.find((each) => each.file === file);
  return other && `it is the file of application "${other.application}"`;
}

/** The file below the manifest's folder, with symbolic links followed, or why it cannot be it. */
async function placeOf(
  files: Host["files"],
  root: string,
  asked: string,
  application: string,
): Promise<{ readonly file: string } | string> {
  try {
    const folder = await files.realPath(dirname(asked));
    const path = join(folder, basename(asked));
    if (leadsOut(relative(root, path))) return notBelow;
    if ((await files.mode(folder)) === undefined) return "its folder is not there";
    const bytes = await files.read(path);
    if (bytes && !credentialsIn(bytes, application)) return notCredentials;
    return { file: relative(root, path) };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Why a file is not written over. */
export const notCredentials = "what stands there are no credentials of it";

/** The credentials of an application that a file holds; `undefined` where it holds anything else. */
export function credentialsIn(bytes: Uint8Array, application: string): Credentials | undefined {
  try {
    const found = JSON.parse(new TextDecoder().decode(bytes)) as Partial<Credentials> | null;
    const isOne = found?.version === 1 && found.application === application && found.identity !== undefined;
    return isOne ? (found as Credentials) : undefined;
  } catch {
    return undefined;
  }
}
