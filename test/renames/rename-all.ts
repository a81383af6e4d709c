/** Sections whose entries can be renamed. */
const sections = ["teams", "brokers", "domains", "applications", "links", "policies"] as const;

type Section = (typeof sections)[number];

type Tree = Readonly<Record<string, unknown>>;

/** Keys whose values name entries, by the entries' section; those of references to events apart. */
const naming: Readonly<Record<string, Section>> = {
  team: "teams",
  owner: "teams",
  share: "teams",
  teams: "teams",
  broker: "brokers",
  uplink: "brokers",
  home: "brokers",
  between: "brokers",
  domains: "domains",
  applications: "applications",
};

/** Words that stand where a name could. */
const words = new Set(["any", "all", "private"]);

/**
 * A manifest whose every entry has another name, which sorts the other way around, and says what it was called; written
 * without what the compiler knows of names, by the keys of the language alone.
 */
export function renameAll(
  manifest: Tree,
  only: readonly (Section | "events")[] = [...sections, "events"],
): Tree {
  const names = new Map<string, string>();
  const note = (list: Section | "events", all: readonly string[], prefix = "") => {
    if (!only.includes(list)) return;
    for (const [index, name] of all.toSorted().entries())
      names.set(
        `${list} ${prefix}${name}`,
        `n${String(999 - index)}-${name.slice(0, 20).replace(/-+$/, "")}`,
      );
  };
  for (const section of sections) note(section, Object.keys(below(manifest, section)));
  for (const [domain, said] of Object.entries(below(manifest, "domains")))
    note("events", Object.keys(below(said as Tree, "events")), `${domain}.`);
  const renamed = sections.map((section) => [section, entriesIn(names, section, below(manifest, section))]);
  return { ...manifest, ...Object.fromEntries(renamed) };
}

function below(tree: Tree | null | undefined, key: string): Tree {
  return (tree?.[key] ?? {}) as Tree;
}

function entriesIn(names: ReadonlyMap<string, string>, list: string, entries: Tree, prefix = ""): Tree {
  return Object.fromEntries(
    Object.entries(entries).map(([name, said]) => {
      const renamed = names.get(`${list} ${prefix}${name}`);
      const entry = valueIn(names, (said ?? {}) as Tree) as Tree;
      const events =
        list === "domains"
          ? { events: entriesIn(names, "events", below(said as Tree, "events"), `${name}.`) }
          : {};
      return [renamed ?? name, { ...entry, ...events, ...(renamed !== undefined && { renamedFrom: name }) }];
    }),
  );
}

/** The map below an entry, with the names in it. */
function valueIn(names: ReadonlyMap<string, string>, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => valueIn(names, item));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, said]) => {
      const list = naming[key];
      if (list !== undefined) return [key, namesIn(names, list, said)];
      const isReferences = (key === "publish" || key === "subscribe") && Array.isArray(said);
      return [key, isReferences ? said.map((one) => referenceIn(names, one)) : valueIn(names, said)];
    }),
  );
}

function namesIn(names: ReadonlyMap<string, string>, list: Section, said: unknown): unknown {
  if (typeof said === "string") return words.has(said) ? said : (names.get(`${list} ${said}`) ?? said);
  if (Array.isArray(said)) return said.map((item) => namesIn(names, list, item));
  return Object.fromEntries(
    Object.entries((said ?? {}) as Tree).map(([key, value]) => [key, namesIn(names, list, value)]),
  );
}

function referenceIn(names: ReadonlyMap<string, string>, said: unknown): unknown {
  if (typeof said !== "string") {
    const map = said as Tree;
    return { ...map, event: referenceIn(names, map["event"]) };
  }
  if (said.includes("/")) return said;
  const [domain = "", event = ""] = said.split(".");
  const known = names.get(`domains ${domain}`) ?? domain;
  return `${known}.${event === "*" ? event : (names.get(`events ${domain}.${event}`) ?? event)}`;
}
