import type { Json } from "../../compiler/model/json.ts";
import type { Found } from "./found.ts";
import { mapOf } from "./parse-json.ts";

/**
 * The steps of a key into a tree: `a.b` goes from `a` to `b`, `a[0]` to an item, and what is quoted in brackets is a
 * key as it stands, `a["tls.key"]`. `undefined` for what is none.
 */
export function parseTreePath(text: string): readonly (string | number)[] | undefined {
  const steps: (string | number)[] = [];
  const step = /(?:^|(?!^)\.)([^.[\]"']+)|\[(?:(\d+)|"([^"]+)"|'([^']+)')\]/y;
  while (step.lastIndex < text.length) {
    const found = step.exec(text);
    if (!found) return undefined;
    const [, plain, index, double, single] = found;
    steps.push(index === undefined ? (plain ?? double ?? single ?? "") : Number(index));
  }
  return steps.length > 0 ? steps : undefined;
}

/** The text at a key of a tree. A number or a truth value is taken as it is written. */
export function textAt(tree: Json, key: string, where: string): Found {
  const steps = parseTreePath(key);
  if (!steps) return { why: `"${key}" is no key`, fix: `Write it as a.b, a[0] or a["b.c"].` };
  let at: Json | undefined = tree;
  for (const step of steps) at = below(at, step);
  if (at === undefined || at === null) {
    const dotted = key.includes(".") ? ` A key with a dot in it is written in brackets: #["tls.key"].` : "";
    return { why: `${where} has no key "${key}"`, fix: `Mend the key, or put the value there.${dotted}` };
  }
  if (typeof at === "string") return { value: at };
  if (typeof at === "boolean" || Number.isSafeInteger(at)) return { value: String(at) };
  return {
    why: `what ${where} holds at "${key}" is no text`,
    fix: "Refer to a text; put a number in quotes where it is kept.",
  };
}

function below(tree: Json | undefined, step: string | number): Json | undefined {
  if (Array.isArray(tree)) return typeof step === "number" ? tree[step] : undefined;
  const map = mapOf(tree);
  return Object.hasOwn(map, step) ? map[step] : undefined;
}
