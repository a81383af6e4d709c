import type { Credentials, Login, OperatorCredentials } from "./credentials.ts";

/** Whose credentials they are: an application's, or those of somebody who looks inside a broker. */
export type AnyCredentials = Credentials | OperatorCredentials;

/** A name such as `publish.1.address` and its value. */
export type FlatValue = readonly [name: string, value: string];

/** URLs of all brokers, as a client takes them in one value. */
export function urlList({ brokers }: Pick<Login, "brokers">): string {
  return brokers.flatMap((broker) => broker.urls).join(",");
}

/**
 * All that is in credentials as names and values, for formats that know no more: lists count from 1 and tell how many
 * there are, words are parted by hyphens and levels by dots. What is absent is left out.
 */
export function flatValues(credentials: AnyCredentials): readonly FlatValue[] {
  const holder: readonly FlatValue[] =
    "application" in credentials
      ? [
          ["application", credentials.application],
          ["team", credentials.team],
        ]
      : [["operator", credentials.operator]];
  return [
    ...holder,
    ["urls", urlList(credentials)],
    ["nkey-seed", credentials.identity.nkeySeed],
    ["public-key", credentials.identity.publicKey],
    ...optional("inbox-prefix", credentials.inboxPrefix),
    ...listed(
      "brokers",
      credentials.brokers.map(({ broker, urls }) => ({ broker, urls: urls.join(",") })),
    ),
    ...("publish" in credentials ? listed("publish", credentials.publish) : []),
    ...listed("subscribe", credentials.subscribe),
    ...("requests" in credentials ? [["requests", credentials.requests.join(",")] as const] : []),
  ];
}

function optional(name: string, value: string | undefined): readonly FlatValue[] {
  return value === undefined ? [] : [[name, value]];
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
