import type { Result } from "../../compiler/diagnostics/result.ts";
import type { ManifestData } from "../../compiler/model/manifest.ts";

/**
 * Manifests as they were applied, includes, overlays, `each` and defaults worked in, each kept once under the SHA-256 of its text: what a
 * plan compares the manifest of now with. Free of secrets, as manifests are.
 */
export interface ManifestStore {
  /** Keeps a manifest, and resolves to its name. */
  keep(data: ManifestData): Promise<Result<string>>;
  /** Reads one back; a missing or damaged one is an error. */
  read(name: string): Promise<Result<ManifestData>>;
  /**
   * Removes all but those named. Call it, and `keep` with what records the name, with the mesh's document locked: what is kept and not
   * recorded yet looks like what nobody needs.
   */
  retain(names: ReadonlySet<string>): Promise<Result<void>>;
}
