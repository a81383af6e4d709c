import type { Json } from "../model/json.ts";
import type { Path } from "../source/path.ts";

/** Rules by the place that they are about, so that one walk over a manifest finds the values of all of them. */
export interface PlaceTree<Rule> {
  readonly rules: Rule[];
  readonly below: Map<string, PlaceTree<Rule>>;
}

/** Sorts rules into a tree. A place is keys joined by `/`, with `*` for any key or list item. */
export function placeTree<Rule extends { readonly place: string }>(rules: readonly Rule[]): PlaceTree<Rule> {
  const root: PlaceTree<Rule> = { rules: [], below: new Map() };
  for (const rule of rules) {
    let tree = root;
    for (const step of rule.place.split("/")) {
      const next = tree.below.get(step) ?? { rules: [], below: new Map() };
      tree.below.set(step, next);
      tree = next;
    }
    tree.rules.push(rule);
  }
  return root;
}

/** Calls `found` with every value at a place of the tree, and the rule. What is not there is passed over. */
export function visit<Rule>(
  data: Json,
  tree: PlaceTree<Rule>,
  found: (rule: Rule, value: Json, path: Path) => void,
): void {
  descend(data, tree, [], found);
}

function descend<Rule>(
  data: Json,
  tree: PlaceTree<Rule>,
  path: (string | number)[],
  found: (rule: Rule, value: Json, path: Path) => void,
): void {
  for (const rule of tree.rules) found(rule, data, [...path]);
  if (tree.below.size === 0 || typeof data !== "object" || data === null) return;
  const each = (value: Json, step: string | number, next: PlaceTree<Rule>): void => {
    path.push(step);
    descend(value, next, path, found);
    path.pop();
  };
  for (const [step, next] of tree.below) {
    if (isList(data)) {
      if (step === "*") data.forEach((item, index) => each(item, index, next));
    } else if (step === "*") {
      for (const [key, value] of Object.entries(data)) each(value, key, next);
    } else if (Object.hasOwn(data, step)) each(data[step] ?? null, step, next);
  }
}

function isList(data: readonly Json[] | { readonly [key: string]: Json }): data is readonly Json[] {
  return Array.isArray(data);
}
