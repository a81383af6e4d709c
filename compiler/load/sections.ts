/** Top-level maps by name, to which every file may add. */
export const sections: ReadonlySet<string> = new Set([
  "environments",
  "brokers",
  "domains",
  "applications",
  "connectors",
  "links",
  "policies",
  "teams",
]);
