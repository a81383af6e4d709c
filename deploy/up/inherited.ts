import type { Host } from "../host/host.ts";

/** What brokers' programs see of our environment: nothing that could be a secret of somebody. */
export function inherited({ environment }: Host): Record<string, string> {
  const names = ["PATH", "HOME", "TMPDIR", "TZ", "LANG"];
  return Object.fromEntries(
    names.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]])),
  );
}
