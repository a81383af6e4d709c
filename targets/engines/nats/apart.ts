import type { Provision, WorkloadInstance } from "../../../compiler/model/workload.ts";
import type { Servers } from "../../../compiler/target.ts";
import { fileNames } from "./files.ts";

/**
 * Why servers would not find what they hold, or of that one stream, as a sentence, or `undefined`. One server by itself and several that agree
 * keep what they store in ways that do not know each other: what one held is empty once it is several (2.10 to 2.15), and
 * of what several hold one has only its part. What is kept in one domain is not known in another.
 */
export function apart(servers: Servers, kept?: Provision): string | undefined {
  return unlikeStores(servers) ?? (kept && withoutCopies(servers, kept));
}

/** Why servers that leave take a stream along: each of them that there was has a copy of it. */
function withoutCopies(servers: Servers, { settings }: Provision): string | undefined {
  const gone = leaving(servers);
  const copies = settings["num_replicas"];
  if (copies !== servers.before.length || gone.length * 2 < copies) return undefined;
  return `${gone.toSorted().join(", ")} of the ${copies} that hold it would leave`;
}

function unlikeStores({ before, after }: Servers): string | undefined {
  const [was, is] = [storeOf(before), storeOf(after)];
  if (!was || !is) return undefined;
  if (was.domain !== is.domain)
    return "a broker that becomes a hub, or an edge, does not find what it stored as the other";
  if (was.together === is.together || (before.length === 1 && after.length === 1)) return undefined;
  return is.together
    ? "a server that stored by itself does not bring what it holds into a cluster"
    : "a server that is to store by itself does not find all that it held together with others";
}

/** What servers have in common with those that they agree with on what is stored; `undefined` = they agree with nobody. */
export function groupOf(servers: readonly WorkloadInstance[]): string | undefined {
  const store = storeOf(servers);
  return store?.together ? store.domain : undefined;
}

/** Whether servers store together with others, be it of other hubs only. */
export function storesTogether([first]: readonly WorkloadInstance[]): boolean {
  return first?.listeners.some(({ name }) => name === "cluster") ?? false;
}

/** Names of servers that there are no more. */
export function leaving({ before, after }: Servers): readonly string[] {
  const stay = new Set(after.map(({ name }) => name));
  return before.flatMap(({ name }) => (stay.has(name) ? [] : [name]));
}

/** How servers store: together with others or each by itself, and in which domain; `undefined` = not at all. */
function storeOf([first]: readonly WorkloadInstance[]) {
  if (first?.health.kind !== "http" || first.health.agreedPath === undefined) return undefined;
  const main = first.files.find(({ path }) => path === fileNames.main);
  const text = main?.parts.map((part) => (typeof part === "string" ? part : "")).join("") ?? "";
  return { together: storesTogether([first]), domain: /^ {2}domain: (.*)$/m.exec(text)?.[1] };
}
