import { join } from "node:path";
import type { DocumentForm } from "./document-form.ts";

/** What the copy of a state holds that `apply` leaves beside the manifest: all that a plan needs, and no secret. */
export interface OfflineCopy {
  /** Where the state was, for people. */
  readonly from: string;
  /** When it was copied, ISO 8601. */
  readonly at: string;
  /** Texts of documents and manifests, by the names under which they lay in the store. */
  readonly entries: Readonly<Record<string, string>>;
}

/** The copy's own form; what lies in it has forms of its own. */
export const offlineForm: DocumentForm = { version: 1, migrations: new Map() };

/** The folder and the file of the copy. */
export function offlineFile(manifestFolder: string): { readonly folder: string; readonly file: string } {
  const folder = join(manifestFolder, ".meshc", "last-applied");
  return { folder, file: join(folder, "state.json") };
}
