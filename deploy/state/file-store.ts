import type { Host } from "../host/host.ts";
import { filePlace } from "./file-place.ts";
import { fileSecrets } from "./secrets.ts";
import type { StateStore } from "./state-store.ts";
import { storeIn } from "./store-in.ts";

/** What `up` remembers, in a folder of its own. */
export function fileStore(host: Host, folder: string): StateStore {
  const howToBreak = (_name: string, file: string): string => `remove ${file}`;
  const anew = "`meshc down --clean` ends what runs and forgets all of it";
  return storeIn(
    { host, place: filePlace(host, folder), howToBreak, anew },
    fileSecrets(host, `${folder}/secrets`),
  );
}
