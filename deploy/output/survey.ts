import { type Dirent, readdirSync } from "node:fs";
import { join } from "node:path";
import { lockName, partSuffix } from "./lock.ts";
import { memoName } from "./memo.ts";

/** What stands in an output folder. Paths are relative to it, with `/`. */
export interface Survey {
  /** Regular files that the lock accounts for. */
  readonly known: ReadonlySet<string>;
  /** Left over from a run that was killed while it wrote a file. */
  readonly parts: readonly string[];
  /** Folders, the output folder itself (`""`) included. */
  readonly folders: ReadonlySet<string>;
  /** Whatever no lock accounts for, up to `foreignShown` of it. */
  readonly foreign: readonly string[];
}

const foreignShown = 5;

/**
 * Walks an output folder without following links. `isOurs` says whether a path is one that meshc writes. The walk
 * stops once enough is found that is not: the folder may be a large one named by mistake.
 */
export function survey(directory: string, isOurs: (path: string) => boolean): Survey {
  const known = new Set<string>();
  const folders = new Set<string>([""]);
  const parts: string[] = [];
  const foreign: string[] = [];
  const open = [""];
  for (let folder = open.pop(); folder !== undefined && foreign.length < foreignShown; folder = open.pop()) {
    for (const entry of readdirSync(join(directory, folder), { withFileTypes: true })) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        folders.add(path);
        open.push(path);
      } else if (isPart(entry, path, isOurs)) parts.push(path);
      else if (isOurs(path)) known.add(path);
      else if (path !== lockName && path !== memoName) foreign.push(path);
    }
  }
  return { known, parts, folders, foreign: foreign.slice(0, foreignShown) };
}

function isPart(entry: Dirent, path: string, isOurs: (path: string) => boolean): boolean {
  if (!entry.isFile() || !path.endsWith(partSuffix)) return false;
  const whole = path.slice(0, -partSuffix.length);
  return whole === lockName || whole === memoName || isOurs(whole);
}
