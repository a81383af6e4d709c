/** What may be lost by name: all that is stored of a domain, what waits for an application, what a broker keeps. */
export type LossKind = "domain" | "application" | "broker";

/** Names one of them among all, whatever else has its name. */
export function lossKey(kind: LossKind, name: string): string {
  return `${kind} ${name}`;
}
