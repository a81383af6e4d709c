import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { SavedPlan } from "../deploy/plan/recorded-plan.ts";
import { isSystemError, systemReason } from "../deploy/output/system-reason.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

/** The greatest file that is read as a plan: one of ten thousand changes has a tenth of it. */
const mostBytes = 256 * 1024 * 1024;

/** Reads a plan that `meshc plan --out` saved; a file that is none, or that a newer meshc wrote, is wrong usage. */
export function readSavedPlan(file: string, { cwd }: Terminal): SavedPlan {
  const saved = parsed(file, contentOf(file, cwd));
  if (typeof saved === "object" && saved !== null && "version" in saved && saved.version !== 1)
    throw new UsageError(`${file} is a plan of another meshc: plan anew with this one`);
  if (!isSavedPlan(saved)) throw new UsageError(`${file} is no plan that \`meshc plan --out\` saved`);
  return saved;
}

function contentOf(file: string, cwd: string): string {
  try {
    const bytes = readFileSync(resolve(cwd, file));
    if (bytes.byteLength > mostBytes) throw new UsageError(`${file} is too large to be a plan`);
    return bytes.toString("utf8");
  } catch (error) {
    if (isSystemError(error)) throw new UsageError(`cannot read the plan ${file}: ${systemReason(error)}`);
    throw error;
  }
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`${file} is no plan that \`meshc plan --out\` saved`);
  }
}

function isSavedPlan(value: unknown): value is SavedPlan {
  if (typeof value !== "object" || value === null) return false;
  const { mesh, compiler, manifest, serials, environments, mayLose, plan } = value as Partial<SavedPlan>;
  return (
    [mesh, compiler, manifest].every((text) => typeof text === "string") &&
    typeof serials === "object" &&
    isNames(environments) &&
    isNames(mayLose) &&
    typeof plan === "object" &&
    Array.isArray(plan.changes) &&
    Array.isArray(plan.refused)
  );
}

function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((name) => typeof name === "string");
}
