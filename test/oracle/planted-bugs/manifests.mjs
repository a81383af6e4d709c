/** How a manifest is read. See `bugs.mjs`. */
export const manifests = [
  {
    about: "overlaps",
    name: "a domain right below another one does not overlap it",
    file: "compiler/check/domains-do-not-overlap.rule.ts",
    find: "length < domain.topic.length;",
    replace: "length < domain.topic.length - 1;",
  },
  {
    about: "the manifest's files",
    name: "null does not unset a default",
    file: "compiler/load/inherit.ts",
    find: "entries.delete(key);",
    replace: "entries.has(key);",
  },
  {
    about: "the manifest's files",
    name: "an entry replaces the expansion of its name",
    file: "compiler/load/expand-each.ts",
    find: 'section === "links" ? layOver : layEntryOver',
    replace: "(_below, above) => above",
  },
  {
    about: "the manifest's files",
    name: "null in an overlay deletes nothing",
    file: "compiler/load/lay-over.ts",
    find: "entries.delete(key);",
    replace: "continue;",
  },
];
