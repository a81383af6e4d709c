import type { Host } from "../host/host.ts";
import type { Found } from "./found.ts";

/** `env:NAME`: the value of an environment variable of ours, as it is. */
export function readEnvironment({ environment }: Host, name: string): Found {
  const value = environment[name];
  if (value !== undefined) return { value };
  return { why: `the environment variable ${name} is not set`, fix: `Set ${name} for this command.` };
}
