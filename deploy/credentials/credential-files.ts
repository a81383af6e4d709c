import { dirname, isAbsolute, join, relative } from "node:path";
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
    const folder = await files.realPath(join(root, dirname(join(dirname(span.file.name), written))));
    const file = relative(root, join(folder, written.slice(written.lastIndexOf("/") + 1)));
    const other = found.find((each) => each.file === file)?.application;
    const why =
      isAbsolute(written) || leadsOut(file)
        ? "it is not below the folder of the manifest"
        : other !== undefined
          ? `it is the file of application "${other}"`
          : await standsInTheWay(files, folder, join(root, file), application);
    if (why === undefined) found.push({ application, file });
    else diagnostics.push(diagnose(credentialsFileUnfit, { application, file: written, why }, span));
  }
  return hasErrors(diagnostics) ? { ok: false, diagnostics } : success(found);
}

function leadsOut(file: string): boolean {
  const [first] = file.split("/");
  return file === "" || first === ".." || first === ".meshc" || isAbsolute(file);
}

async function standsInTheWay(
  files: Host["files"],
  folder: string,
  path: string,
  application: string,
): Promise<string | undefined> {
  try {
    if ((await files.mode(folder)) === undefined) return "its folder is not there";
    const bytes = await files.read(path);
    return bytes && !credentialsIn(bytes, application)
      ? "what stands there are no credentials of it"
      : undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

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
