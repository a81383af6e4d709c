import type { Pattern } from "../../compiler/model/topic.ts";
import type { LinkDurable } from "../../targets/engines/connect/connect-link.ts";
import { bringSubjects } from "../../targets/engines/nats/control-subjects.ts";
import { linkInboxPrefix } from "../../targets/kit/link-durable.ts";
import { natsSubject } from "../../targets/kit/nats-subject.ts";

/** Subjects that a login may publish to and subscribe to. */
export interface HubRights {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
}

/** What a link may carry, and what it reads by. */
interface Carried {
  readonly publish: readonly Pattern[];
  readonly subscribe: readonly Pattern[];
  readonly durables: readonly LinkDurable[];
}

/** What the link may do at the hub: nothing beside it, each of it needed (nats-server 2.15.1, test/live/connect). */
export function hubRights(link: string, { publish, subscribe, durables }: Carried): HubRights {
  const read = durables.flatMap(({ stream, durable }) => bringSubjects([{ stream, name: durable }]));
  return {
    publish: [...publish.map(natsSubject), ...read],
    subscribe: [`${linkInboxPrefix(link)}.>`, ...subscribe.map(natsSubject)],
  };
}
