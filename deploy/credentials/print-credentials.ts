import type { Credentials } from "./credentials.ts";

/** Words of `credentials --format`. */
export const credentialFormats = ["json", "nats-context", "env", "properties", "kubernetes"] as const;

export type CredentialFormat = (typeof credentialFormats)[number];

/** A file with secrets in it, to be written with mode 0600. */
export interface SecretFile {
  /** Absolute, or relative to where the caller writes. */
  readonly path: string;
  readonly text: string;
}

/**
 * Credentials in one of the formats, to be kept at `path`, the file to write first. A context of the NATS command
 * line names the file with the seed by path (its `nkey` key), so that format is two files, the seed beside as
 * `<path>.nk`, and `path` has to be absolute.
 */
export function printCredentials(
  credentials: Credentials,
  format: CredentialFormat,
  path: string,
): readonly SecretFile[] {
  if (format === "nats-context") return natsContext(credentials, path);
  const print = { json: printJson, env: printEnv, properties: printProperties, kubernetes: printSecret }[
    format
  ];
  return [{ path, text: print(credentials) }];
}

function printJson(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** Keys as the NATS command line reads them from its folder of contexts. */
function natsContext(credentials: Credentials, path: string): readonly SecretFile[] {
  const seed = `${path}.nk`;
  const context = {
    description: `${credentials.application} of team ${credentials.team}`,
    url: urlsOf(credentials).join(","),
    nkey: seed,
    inbox_prefix: credentials.inboxPrefix,
  };
  return [
    { path, text: printJson(context) },
    { path: seed, text: `${credentials.identity.nkeySeed}\n` },
  ];
}

/**
 * Lines that shells, container runtimes and service managers all read alike: no value holds a blank, a quote or
 * anything else that one of them would take for its own, so none is quoted.
 */
function printEnv(credentials: Credentials): string {
  return linesOf(credentials, (key) => `MESHC_${key.toUpperCase().replaceAll("-", "_")}`);
}

function printProperties(credentials: Credentials): string {
  return linesOf(credentials, (key) => `meshc.${key}`);
}

function linesOf(credentials: Credentials, name: (key: string) => string): string {
  const values = flat(credentials);
  return Object.entries(values)
    .map(([key, value]) => `${name(key)}=${value}\n`)
    .join("");
}

function flat(credentials: Credentials): Readonly<Record<string, string>> {
  return {
    application: credentials.application,
    urls: urlsOf(credentials).join(","),
    "nkey-seed": credentials.identity.nkeySeed,
    "inbox-prefix": credentials.inboxPrefix,
  };
}

/** A Secret of Kubernetes, as JSON, which `kubectl apply` takes like YAML. */
function printSecret(credentials: Credentials): string {
  return printJson({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: `${credentials.application}-credentials` },
    type: "Opaque",
    stringData: { ...flat(credentials), "credentials.json": printJson(credentials) },
  });
}

function urlsOf(credentials: Credentials): readonly string[] {
  return credentials.brokers.flatMap((broker) => broker.urls);
}
