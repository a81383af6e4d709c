import type { Unbuilt } from "./unbuilt.ts";

const compilingFor = "compiling for platforms other than local (`validate` and `up` work)";

/** Keys of an environment that only platforms have for which nothing is printed yet. */
const keys = ["kubernetes", "pulumi", "cloud", "machines", "hosts"];

/**
 * What `validate` and `up` take and `compile` refuses, by the environment's platform. It is for those who read of a
 * key; what is refused is decided by the list of platforms that are built.
 */
export const unbuiltPlatforms: readonly Unbuilt[] = [
  { place: "environments/*/platform", when: (value) => value !== "local", what: compilingFor },
  { place: "environments/*/deploy", when: (value) => value !== "process", what: compilingFor },
  ...keys.map((key) => ({ place: `environments/*/${key}`, what: compilingFor })),
];
