import { transformSync } from "esbuild";
import { beforeAll, expect, test } from "vitest";
import { filesOfSuites, type SuiteFiles } from "../../tools/suite-files.mjs";
import { suites } from "../../tools/suites.mjs";
import { importsOf } from "./imports.ts";
import { sourceFiles } from "./source-files.ts";

let found: ReadonlyMap<string, SuiteFiles>;
beforeAll(() => void (found = filesOfSuites(suites())), 600_000);

const all = sourceFiles(["cli", "compiler", "deploy", "targets", "test"]);

/** Files of the project that have something in them once types are gone. */
const running = new Set(
  all
    .filter(({ text }) => transformSync(text, { loader: "ts", minifyWhitespace: true }).code.trim() !== "")
    .map(({ path }) => path),
);

/** By file what it imports that runs, as its text says. */
const next = new Map<string, string[]>();
for (const { from, to, typeOnly } of importsOf(all))
  if (!typeOnly && running.has(to)) next.set(from, [...(next.get(from) ?? []), to]);

function reachedFrom(files: readonly string[]): ReadonlySet<string> {
  const reached = new Set<string>(files);
  // A set that grows while it is walked through is walked to its new end.
  for (const file of reached) for (const to of next.get(file) ?? []) reached.add(to);
  return reached;
}

const filesOf = (name: string): ReadonlySet<string> => {
  const { code = [], data = [] } = found.get(name) ?? {};
  return new Set([...code, ...data]);
};

test.each(suites().map(({ name }) => name))("%s depends on all that its tests import", (name) => {
  const files = filesOf(name);
  const tests = [...files].filter((file) => file.endsWith(".test.ts"));
  if (name !== "planted-bugs") expect(tests).not.toEqual([]);
  const reached = reachedFrom(tests);
  expect([...reached].filter((file) => !files.has(file))).toEqual([]);
});

test.each([
  ["apply", "test/live/apply/killed-apply.ts", "a program that a test starts"],
  ["killed-runs", "test/deploy/kill-at.ts", "what such a program imports"],
  ["secret-references", "cli/main.ts", "a program that is built"],
  ["secret-references", "tools/vault-server/main.go", "a program that a tool builds"],
  ["unheard-servers", "tools/nats-server-unheard/unheard.patch", "a patch of a program"],
  ["connect", "tools/connect/benthos.patch", "what the tool of the engine builds"],
  ["verify-clean", "examples/iot/mesh.yaml", "what a test copies"],
  ["mutated-manifests", "test/errors/MESH4001-unknown-version.yaml", "what a test reads"],
  ["planted-bugs", "compiler/prove/crossings.ts", "what is added by hand"],
  ["oracle", "package-lock.json", "packages"],
])("%s depends on %s: %s", (name, file) => {
  expect([...filesOf(name)]).toContain(file);
});

test.each([
  ["verify-stored", /^(compiler\/plan\/make-plan\.ts|deploy\/apply\/|cli\/commands\/)/],
  ["oracle", /^(deploy|cli|compiler\/plan)\//],
  ["state", /^(targets|compiler\/(plan|synthesize|prove))\//],
  ["version-pairs", /^(deploy\/up|compiler\/(load|prove|plan))\//],
])("%s depends on none of %s, which none of its tests imports", (name, others) => {
  expect([...filesOf(name)].filter((file) => others.test(file))).toEqual([]);
});
