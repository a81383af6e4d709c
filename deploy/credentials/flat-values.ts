import type { Credentials, Login, OperatorCredentials } from "./credentials.ts";

/** Whose credentials they are: an application's, or those of somebody who looks inside a broker. */
export type AnyCredentials = Credentials | OperatorCredentials;

/** A name such as `meshc.publish.1.address` and its value. */
export type FlatValue = readonly [name: string, value: string];

/** URLs of all brokers, as a client takes them in one value. */
export function urlList({ brokers }: Pick<Login, "brokers">): string {
  return brokers.flatMap((broker) => broker.urls).join(",");
}

/**
 * All that is in credentials as names and values, for formats that know no more: lists count from 1 and tell how many
 * there are, words are parted by hyphens and levels by dots. What is absent is left out. `ca` is the path of the file
 * with who signed the brokers' certificates. Where somebody logs in by a password, what a client of the protocol takes
 * to connect is named as its users know it (`mqtt.url`), everything else as ours.
 */
export function flatValues(credentials: AnyCredentials, ca?: string): readonly FlatValue[] {
  const { protocol, identity, inboxPrefix, brokers, subscribe } = credentials;
  const holder =
    "application" in credentials
      ? { application: credentials.application, team: credentials.team }
      : { operator: credentials.operator };
  const isNkey = "nkeySeed" in identity;
  const [url = ""] = brokers.flatMap(({ urls }) => urls);
  const connecting = isNkey
    ? []
    : flattened(protocol, { url, ...identity, ...(ca !== undefined && { caFile: ca }) });
  return [
    ...flattened("meshc", {
      ...holder,
      protocol,
      urls: urlList(credentials),
      ...(isNkey && identity),
      inboxPrefix,
    }),
    ...connecting,
    ...listed("meshc.brokers", brokers),
    ...("publish" in credentials ? listed("meshc.publish", credentials.publish) : []),
    ...listed("meshc.subscribe", subscribe),
    ...flattened("meshc", {
      ...("requests" in credentials && { requests: credentials.requests }),
      ...(isNkey && { ca }),
    }),
  ];
}

function listed(name: string, items: readonly object[]): readonly FlatValue[] {
  const values = items.flatMap((item, index) => flattened(`${name}.${index + 1}`, item));
  return [[`${name}.count`, String(items.length)], ...values];
}

function flattened(prefix: string, item: object): readonly FlatValue[] {
  return Object.entries(item).flatMap(([key, value]: [string, unknown]): readonly FlatValue[] => {
    const name = `${prefix}.${key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    if (value === undefined) return [];
    if (Array.isArray(value)) return [[name, value.join(",")]];
    return typeof value === "object" && value !== null ? flattened(name, value) : [[name, String(value)]];
  });
}
