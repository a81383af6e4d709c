import type { Result } from "../../compiler/diagnostics/result.ts";
import { success } from "../diagnose.ts";
import type { Host } from "../host/host.ts";
import { entryOf } from "./document-key.ts";
import { printDocument } from "./document-text.ts";
import type { DocumentKey } from "./documents.ts";
import { guarded } from "./guarded.ts";
import { manifestEntry } from "./manifest-entry.ts";
import { manifestsOf } from "./manifests-of.ts";
import { type OfflineCopy, offlineFile, offlineForm } from "./offline-copy.ts";
import { readManifest } from "./read-manifest.ts";
import type { StateStore } from "./state-store.ts";

/** Leaves a copy of what a plan needs of a state in `.meshc/last-applied` beside the manifest; with nothing recorded, none. */
export async function writeOffline(
  host: Host,
  store: StateStore,
  manifestFolder: string,
): Promise<Result<void>> {
  const mesh = await store.read("mesh");
  if (!mesh.ok || !mesh.value) return mesh.ok ? success(undefined) : mesh;
  const entries = await entriesOf(store);
  if (!entries.ok) return entries;
  const texts = { [entryOf("mesh")]: printDocument(mesh.value), ...entries.value };
  const content: OfflineCopy = { from: store.where, at: host.now().toISOString(), entries: texts };
  const { serial, lineage } = mesh.value;
  const bytes = new TextEncoder().encode(printDocument({ serial, lineage, content }, offlineForm));
  const { folder, file } = offlineFile(manifestFolder);
  return guarded(file, async () => {
    await host.files.makeFolder(folder, 0o700);
    await host.files.write(file, bytes, { mode: 0o600 });
  });
}

async function entriesOf(store: StateStore): Promise<Result<Readonly<Record<string, string>>>> {
  const entries: Record<string, string> = {};
  const names = await store.environments();
  if (!names.ok) return names;
  const states = [];
  for (const name of names.value) {
    const key: DocumentKey = `environments/${name}`;
    const document = await store.read(key);
    if (!document.ok) return document;
    if (!document.value) continue;
    entries[entryOf(key)] = printDocument(document.value);
    states.push(document.value.content);
  }
  for (const name of manifestsOf(states)) {
    const bytes = await readManifest(store.place, name);
    if (!bytes.ok) return bytes;
    entries[manifestEntry(name)] = new TextDecoder().decode(bytes.value);
  }
  return success(entries);
}
