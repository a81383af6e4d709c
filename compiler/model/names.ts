/** Lists of a manifest whose entries can be renamed, and the events of its domains. */
export type NamedList = "teams" | "brokers" | "domains" | "applications" | "links" | "policies" | "events";

/**
 * What entries are called in other words, as `listed` names them; those that are called alike are not in it. An entry that
 * was renamed has a key, which is its first name: all that is made of it is named after that. People know it by its name.
 */
export type Names = ReadonlyMap<string, string>;

/** Tells an entry from those of other lists; an event is `domain.event`. */
export function listed(list: NamedList, name: string): string {
  return `${list} ${name}`;
}

/** What an entry is called in other words. */
export function nameIn(names: Names, list: Exclude<NamedList, "events">, name: string): string {
  return names.get(listed(list, name)) ?? name;
}

/** What an entry of a mesh is called, which knows it by its key. */
export function calledIn(
  { names }: { readonly names?: Names | undefined },
  list: Exclude<NamedList, "events">,
  key: string,
): string {
  return names?.get(listed(list, key)) ?? key;
}

/**
 * What a link is called in other words: one without an entry of its own in `links` is named after its ends, or after the
 * broker that dials and `uplink`.
 */
export function linkIn(names: Names, link: string): string {
  const [from = "", to] = link.split(".");
  if (to === undefined) return nameIn(names, "links", link);
  return `${nameIn(names, "brokers", from)}.${to === "uplink" ? to : nameIn(names, "brokers", to)}`;
}

/** What an identity is called in other words: that of an application or a link is named after it, an operator's is not. */
export function identityIn(names: Names, identity: string): string {
  const dot = identity.indexOf(".");
  const [kind, of] = [identity.slice(0, dot), identity.slice(dot + 1)];
  if (dot < 0 || kind === "operator") return identity;
  return `${kind}.${kind === "application" ? nameIn(names, "applications", of) : linkIn(names, of)}`;
}

/** What an event is called in other words, without its domain. */
export function eventIn(names: Names, domain: string, event: string): string {
  return names.get(listed("events", `${domain}.${event}`)) ?? event;
}

/** `domain.event` in other words. */
export function eventIdIn(names: Names, domain: string, event: string): string {
  return `${nameIn(names, "domains", domain)}.${eventIn(names, domain, event)}`;
}

/** Names the other way around; no two entries of a list are called alike. */
export function reversed(names: Names): Names {
  return new Map(
    [...names].map(([entry, name]) => {
      const [list = "", key = ""] = entry.split(" ");
      if (list !== "events") return [`${list} ${name}`, key];
      const [domain = "", event = ""] = key.split(".");
      return [`events ${nameIn(names, "domains", domain)}.${name}`, event];
    }),
  );
}
