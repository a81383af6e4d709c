/**
 * What of a mesh a part of an instance's files is about, so that what a change takes can be told of the entry that it
 * comes from: an identity's rights or login, a setting, a listener or its port, a link that is dialed, those that
 * a broker knows as its own cluster or as other hubs, what it stores, how it is reached by TLS, its version.
 */
export type Part =
  | { readonly kind: "identity" | "setting" | "listener" | "link"; readonly name: string }
  | { readonly kind: "cluster" | "hubs" | "storage" | "tls" | "version" | "process" };

/** A part as one word, to compare by. */
export function partKey(part: Part): string {
  return "name" in part ? `${part.kind} ${part.name}` : part.kind;
}
