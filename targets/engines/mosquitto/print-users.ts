import type { Grant, Identity } from "../../../compiler/model/topology.ts";
import type { ConfigFile } from "../../../compiler/model/workload.ts";
import { mosquittoText, mosquittoUser, mqttFilter } from "../../kit/mosquitto-value.ts";
import { fileNames, observerIdentity } from "./files.ts";
import { instanceMarker } from "./markers.ts";

/** An identity and what it may do at one broker. */
export interface LocalRights {
  readonly identity: Identity;
  readonly grants: readonly Grant[];
}

/**
 * Who may log in: each by its name, with a hash of its password, and who hears how the broker is. A client of somebody
 * whose line goes, or has another hash, is let go as the file is read again; sessions stay (2.0.11).
 */
export function printPasswords(rights: readonly LocalRights[]): ConfigFile {
  const names = [...rights.map(({ identity }) => identity.name), observerIdentity];
  const parts = names.flatMap((name) => [
    `${mosquittoUser(name)}:`,
    { kind: "pbkdf2", of: name } as const,
    "\n",
  ]);
  return { path: fileNames.passwords, mode: 0o400, parts };
}

/**
 * What each may do; what no line allows is denied. The word of access always stands: a line without it allows both. A
 * broker answers every subscription with yes, and looks at rights event by event: who subscribes to more hears no more
 * (2.0.11). Rights hold for retained events, for wills and for events that wait in a session as for all others. That
 * somebody shares events with a group (`$share/GROUP/...`) can be allowed and not demanded. The observer's markers tell
 * by what a broker lets it do that it has read this file, and under which names.
 */
export function printAcl(rights: readonly LocalRights[], instances: readonly string[]): ConfigFile {
  const users = rights.map(({ identity, grants }) => {
    const lines = [...topicLines("write", grants), ...topicLines("read", grants)];
    return [`user ${mosquittoUser(identity.name)}`, ...lines].join("\n");
  });
  // Topics that begin with `$` are in no right to `#`, and no other right reaches them (MQTT 5.0, 4.7.2).
  const observer = [
    `user ${mosquittoUser(observerIdentity)}`,
    "topic read $SYS/#",
    ...instances.map((instance) => `topic write ${mosquittoText(instanceMarker(instance))}`),
  ].join("\n");
  return { path: fileNames.acl, mode: 0o400, parts: [`${[...users, observer].join("\n\n")}\n`] };
}

const actions = { write: "publish", read: "subscribe" } as const;

function topicLines(access: keyof typeof actions, grants: readonly Grant[]): readonly string[] {
  const filters = grants
    .filter(({ action }) => action === actions[access])
    .map(({ pattern }) => mqttFilter(pattern));
  return [...new Set(filters)].toSorted().map((filter) => `topic ${access} ${filter}`);
}
