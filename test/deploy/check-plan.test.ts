import { expect, test } from "vitest";
import type { Change, ChangeKind } from "../../compiler/plan/plan.ts";
import { againstPlan } from "../../deploy/apply/check-plan.ts";

const lost = (kind: ChangeKind, name: string): Change => ({
  environment: "here",
  kind,
  name,
  action: "remove",
  effect: "DATA LOSS",
  basis: "observed",
  wave: 1,
  reason: "it is gone",
  flows: [],
  applications: [],
});

/** Names of what is not let be lost; `mayLose` are kinds and names. */
function refused(
  changes: readonly Change[],
  mayLose: readonly string[],
  written: readonly string[] = [],
): readonly string[] {
  const plan = { mesh: "mesh", changes, refused: [], toAllow: [], noted: [], waves: [], meanwhile: [] };
  const basis = {
    compiler: "",
    manifest: "",
    serials: { mesh: 0, environments: {} },
    environments: [],
    mayLose: written,
  };
  const none = new Map();
  const held = { mesh: { environments: none, applications: none, brokers: none, domains: none } };
  const planned = { plan, basis, topologies: { held }, mayLose: new Set(mayLose) };
  const found = againstPlan(planned as unknown as Parameters<typeof againstPlan>[0]);
  return found.map(({ message }) => message);
}

test.each<[string, readonly Change[], readonly string[], number]>([
  ["a domain is lost by name", [lost("domain", "orders")], [], 1],
  ["a domain whose loss is allowed is let go", [lost("domain", "orders")], ["domain orders"], 0],
  [
    "a link by which something is lost too does not go with a domain",
    [lost("domain", "orders"), lost("link", "a.b")],
    ["domain orders"],
    1,
  ],
  ["a link by which alone something is lost is named", [lost("link", "a.b")], [], 1],
])("%s", (_title, changes, mayLose, count) => {
  expect(refused(changes, mayLose)).toHaveLength(count);
});

test("what has no kind of its own to be lost by is let go by its name", () => {
  const instance = [lost("file", "core-0")];
  expect(refused(instance, [], ["core-0"])).toEqual([]);
  expect(refused(instance, [], ["core-1"])).toHaveLength(1);
  expect(refused([lost("domain", "orders")], [], ["orders"])).toHaveLength(1);
});
