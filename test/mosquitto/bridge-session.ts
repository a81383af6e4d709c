import type { meshFolder } from "../deploy/mesh-folder.ts";

interface Connz {
  readonly connections?: readonly {
    readonly mqtt_client?: string;
    readonly subscriptions_list?: readonly string[];
  }[];
}

/**
 * What an instance of a hub, whose environment has the hub's name, has of the connections of a bridge: for each, the
 * subjects of events that it subscribes to.
 */
export async function bridgeSessions(
  mesh: Awaited<ReturnType<typeof meshFolder>>,
  instance: string,
  link: string,
): Promise<readonly (readonly string[])[]> {
  const port = mesh.instance(instance.replace(/-\d+$/, ""), instance).ports["management"];
  const answer = await fetch(`http://127.0.0.1:${port}/connz?subs=1&limit=1000`).catch(() => undefined);
  const { connections = [] } = ((await answer?.json()) ?? {}) as Connz;
  return connections
    .filter(({ mqtt_client: id }) => id === link.replaceAll(".", "_"))
    .map(({ subscriptions_list: all = [] }) => all.filter((subject) => !subject.startsWith("$")).toSorted());
}
