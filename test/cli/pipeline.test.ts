import { execFileSync, execSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { folderWith } from "./run-meshc.ts";

const root = resolve(".");

interface Github {
  readonly jobs: { readonly validate: { readonly steps: readonly { readonly run?: string }[] } };
}

const pipelines: readonly (readonly [string, string, (file: unknown) => readonly string[]])[] = [
  [
    "github",
    ".github/workflows/mesh.yaml",
    (file) => (file as Github).jobs.validate.steps.flatMap(({ run }) => run ?? []),
  ],
  [
    "gitlab",
    ".gitlab-ci.yml",
    (file) => (file as { readonly mesh: { readonly script: readonly string[] } }).mesh.script,
  ],
];

test.each(pipelines)(
  "the pipeline for %s runs, once what its comment says is done",
  (name, file, stepsOf) => {
    const folder = folderWith({});
    // Offline: whatever had to be downloaded would fail.
    const env = { ...process.env, npm_config_cache: join(folder, ".cache"), npm_config_offline: "true" };
    const run = (command: string) => execSync(command, { cwd: folder, env, stdio: "pipe", encoding: "utf8" });
    execFileSync("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], {
      cwd: root,
      stdio: "pipe",
    });
    run(`${process.execPath} ${join(root, "dist/meshc.js")} init --pipeline ${name}`);
    const text = readFileSync(join(folder, file), "utf8");
    const preparation = [...text.matchAll(/^# {3}(.+)$/gm)].map(([, command = ""]) => command);
    expect(preparation).toHaveLength(2);
    preparation.forEach(run);
    const steps = stepsOf(parse(text));
    expect(steps).toContain("npm ci");
    expect(() => steps.map(run)).not.toThrow();
  },
);
