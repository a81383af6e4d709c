import type { Suite } from "./suites.mjs";

/** Relative paths of the files of a suite, sorted. */
export interface SuiteFiles {
  /** Of these comments and layout make no difference. */
  readonly code: readonly string[];
  readonly data: readonly string[];
}

/** What the results of suites depend on, by the suite's name. Throws where something cannot be read or imported. */
export function filesOfSuites(suites: readonly Suite[]): ReadonlyMap<string, SuiteFiles>;
