import { keysExclude, noneOfKeys } from "../diagnostics/codes/validate.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import type { Json } from "../model/json.ts";
import type { Path } from "../source/path.ts";
import { printPath } from "./print-path.ts";
import { placeTree, visit } from "./visit.ts";

/** Keys of which a map may have one; where `needed`, it must. Some exclude others with one value only. */
interface ExclusiveKeys {
  readonly place: string;
  readonly keys: readonly string[];
  readonly needed: boolean;
  readonly only?: { readonly key: string; readonly value: string };
}

const forbidden = { key: "via", value: "none" } as const;

/** Where the language says "or". A schema can say it too, but not so that the message names the keys. */
const exclusiveKeys: readonly ExclusiveKeys[] = [
  { place: "brokers/*", keys: ["replicas", "hosts"], needed: false },
  { place: "links/*", keys: ["via", "domains"], needed: false, only: forbidden },
  { place: "links/*", keys: ["via", "cost"], needed: false, only: forbidden },
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

function checkMap({ keys, needed, only }: ExclusiveKeys, value: Json, path: Path, report: Reporter): void {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return;
  if (only && (value as { readonly [key: string]: Json })[only.key] !== only.value) return;
  const [first, ...others] = Object.keys(value).filter((key) => keys.includes(key));
  if (first === undefined) {
    if (needed) report.report(noneOfKeys, { keys, in: printPath(path) }, { path, on: "key" });
    return;
  }
  for (const key of others) {
    const related = [{ path: [...path, first], on: "key", message: "the other key" }] as const;
    const at = { path: [...path, key], on: "key" } as const;
    const named = (one: string) => (one === only?.key ? `${one}: ${only.value}` : one);
    report.report(keysExclude, { key: named(key), other: named(first), in: printPath(path) }, at, related);
  }
}
