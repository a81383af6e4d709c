import type { Json } from "../../../compiler/model/json.ts";
import type { StoredUse } from "../../../compiler/model/topology.ts";
import type { CopyAddresses } from "../../../compiler/target.ts";
import { apiOf, type Rights } from "./control-subjects.ts";
import { edgeDomain, hubDomain } from "./jetstream.ts";

/** Where what is copied over leaf links comes to: nobody's inbox, since the names of applications are not empty. */
function copiesGoTo(copy: string): string {
  return `_INBOX_.copy.${copy}`;
}

/** A stream of another domain, as what copies it names it. `copy` tells this copying from all others. */
export function copySource(stream: string, domain: string, copy: string): Record<string, Json> {
  return { name: stream, external: { api: apiOf(domain), deliver: copiesGoTo(copy) } };
}

/**
 * What a leaf link must let through so that homes draw from edges, and edges copy from homes: the request for a
 * consumer, its answer (a name that the server makes up), the events, and what keeps them from coming too fast. Each is
 * needed: without it nothing comes, or it stops after some thousand events, and no log says why (2.10 to 2.15).
 */
export function copyRights({ sources, mirrors }: StoredUse, answersGateways: boolean): Rights {
  const answer = "$JSC.R.*";
  const answers = answersGateways ? [answer, `_GR_.*.*.${answer}`] : [answer];
  const drawn = sources.map(({ name, broker }) => askedFor(name, edgeDomain(broker)));
  const copied = [...new Set(mirrors.map(({ stream }) => stream.name))];
  const filled = copied.map((stream) => askedFor(stream, hubDomain));
  return {
    publish: [
      ...(sources.length > 0 ? answers : []),
      ...sources.map(({ name }) => `${copiesGoTo(name)}.>`),
      ...filled.flat(),
    ],
    subscribe: [
      ...(mirrors.length > 0 ? [answer] : []),
      ...mirrors.map(({ name }) => `${copiesGoTo(name)}.>`),
      ...drawn.flat(),
    ],
  };
}

/** One subject of each of these rights, which nothing listens to. */
export function copyAddresses(use: StoredUse): CopyAddresses {
  const { publish, subscribe } = copyRights(use, false);
  const single = (subject: string) => subject.replace(/[*>]$/, "meshc-probe");
  const isAsking = (subject: string) => subject.includes(".API.");
  return {
    ask: publish.filter(isAsking),
    publish: publish.filter((subject) => !isAsking(subject)).map(single),
    subscribe: subscribe.map(single),
  };
}

function askedFor(stream: string, domain: string): readonly string[] {
  return [`${apiOf(domain)}.CONSUMER.CREATE.${stream}`, `$JS.FC.${stream}.>`];
}
