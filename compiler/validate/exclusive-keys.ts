import { keysExclude, noneOfKeys } from "../diagnostics/codes/validate.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import type { Json } from "../model/json.ts";
import type { Path } from "../source/path.ts";
import { printPath } from "./print-path.ts";
import { placeTree, visit } from "./visit.ts";

/** Keys of which a map may have one; where `needed`, it must. */
interface ExclusiveKeys {
  readonly place: string;
  readonly keys: readonly string[];
  readonly needed: boolean;
}

/** Where the language says "or". A schema can say it too, but not so that the message names the keys. */
const exclusiveKeys: readonly ExclusiveKeys[] = [
  { place: "brokers/*", keys: ["replicas", "hosts"], needed: false },
  {
    place: "policies/*",
    keys: [
      "survive",
      "maxHops",
      "maxLatency",
      "forbid",
      "encryptInTransit",
      "requireSchema",
      "requireContact",
      "maxRetention",
    ],
    needed: true,
  },
];

const places = placeTree(exclusiveKeys);

/** Reports maps with two keys that exclude each other, and maps with none of those that they need one of. */
export function checkExclusiveKeys(data: Json, report: Reporter): void {
  visit(data, places, (rule, value, path) => checkMap(rule, value, path, report));
}

function checkMap({ keys, needed }: ExclusiveKeys, value: Json, path: Path, report: Reporter): void {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return;
  const [first, ...others] = Object.keys(value).filter((key) => keys.includes(key));
  if (first === undefined) {
    if (needed) report.report(noneOfKeys, { keys, in: printPath(path) }, { path, on: "key" });
    return;
  }
  for (const key of others) {
    const related = [{ path: [...path, first], on: "key", message: "the other key" }] as const;
    const at = { path: [...path, key], on: "key" } as const;
    report.report(keysExclude, { key, other: first, in: printPath(path) }, at, related);
  }
}
