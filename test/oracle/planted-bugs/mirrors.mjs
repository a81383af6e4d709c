/** Copies of streams, and where durables are kept. See `bugs.mjs`. */
export const mirrors = [
  {
    about: "copies",
    name: "a hub that is only a home has no copies",
    file: "compiler/synthesize/mirrors.ts",
    find: "place.broker.storage !== undefined || homes.has(broker)",
    replace: "place.broker.storage !== undefined",
  },
  {
    about: "copies",
    name: "a durable is kept at the first of its places",
    file: "compiler/synthesize/mirrors.ts",
    find: "others.length === 0 ?",
    replace: "others.length >= 0 ?",
  },
  {
    about: "copies",
    name: "a copy knows the last of its readers only",
    file: "compiler/synthesize/mirrors.ts",
    find: "[...new Set([...known, ...durable.applications])]",
    replace: "[...new Set(durable.applications)]",
  },
];
