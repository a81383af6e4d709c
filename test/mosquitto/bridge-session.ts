import type { meshFolder } from "../deploy/mesh-folder.ts";

interface Connz {
  readonly connections?: readonly {
    readonly mqtt_client?: string;
    readonly subscriptions_list?: readonly string[];
  }[];
}

/** What a nats-server has of the connections of a bridge: for each, the subjects of events that it subscribes to. */
export async function bridgeSessions(
  mesh: Awaited<ReturnType<typeof meshFolder>>,
  hub: string,
  link: string,
): Promise<readonly (readonly string[])[]> {
  const port = mesh.instance(hub, `${hub}-0`).ports["management"];
  const answer = await fetch(`http://127.0.0.1:${port}/connz?subs=1&limit=1000`).catch(() => undefined);
  const { connections = [] } = ((await answer?.json()) ?? {}) as Connz;
  return connections
    .filter(({ mqtt_client: id }) => id === link.replaceAll(".", "_"))
    .map(({ subscriptions_list: all = [] }) => all.filter((subject) => !subject.startsWith("$")).toSorted());
}
