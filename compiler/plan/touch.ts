/**
 * What a change reaches, and under which what is done is found: a part of a broker, all that is done to it, what is done
 * to it in no part alone, instances that come and go, the process of a link, or what is made inside brokers for an entry.
 */
export type Touch = string;

/** Parts of a broker, with what is done to it in no part alone. */
export function partTouches(broker: string, keys: readonly string[]): readonly Touch[] {
  return keys.length === 0 ? [] : [generalTouch(broker), ...keys.map((key) => partTouch(broker, key))];
}

/** A part of a broker. */
export function partTouch(broker: string, key: string): Touch {
  return `part ${broker} ${key}`;
}

/** What is done to a broker in no part alone. */
export function generalTouch(broker: string): Touch {
  return `general ${broker}`;
}

/** Whatever is done to a broker. */
export function wholeTouch(broker: string): Touch {
  return `whole ${broker}`;
}

/** Instances of a broker that begin or end. */
export function instancesTouch(broker: string): Touch {
  return `instances ${broker}`;
}

/** The process that carries a link. */
export function processTouch(link: string): Touch {
  return `process ${link}`;
}

/** What is made inside brokers for an entry. */
export function ownedTouch(kind: "domain" | "application" | "link", name: string): Touch {
  return `owned ${kind} ${name}`;
}
