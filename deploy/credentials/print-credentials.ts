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
 * Credentials in one of the formats, to be kept at `path`, the file to write first, which has to be absolute. A context
 * of the NATS command line names the file with the seed by path (its `nkey` key), so that it lies beside, as
 * `<path>.nk`; so does, as `<path>.ca.pem`, the certificate of who signed those of the brokers, which has many lines,
 * unless a format holds such a text.
 */
export function printCredentials(
  credentials: Credentials,
  format: CredentialFormat,
  path: string,
): readonly SecretFile[] {
  if (format === "nats-context") return natsContext(credentials, path);
  if (format === "json") return [{ path, text: printJson(credentials) }];
  if (format === "kubernetes") return [{ path, text: printSecret(credentials) }];
  const print = { env: printEnv, properties: printProperties }[format];
  return [{ path, text: print(credentials, path) }, ...authorityBeside(credentials, path)];
}

function authorityBeside({ ca }: Credentials, path: string): readonly SecretFile[] {
  return ca === undefined ? [] : [{ path: authorityFile(path), text: ca }];
}

function authorityFile(path: string): string {
  return `${path}.ca.pem`;
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
    ...(credentials.ca !== undefined && { ca: authorityFile(path) }),
    inbox_prefix: credentials.inboxPrefix,
  };
  return [
    { path, text: printJson(context) },
    { path: seed, text: `${credentials.identity.nkeySeed}\n` },
    ...authorityBeside(credentials, path),
  ];
}

/**
 * Lines that shells, container runtimes and service managers all read alike: no value holds a blank, a quote or
 * anything else that one of them would take for its own, so none is quoted.
 */
function printEnv(credentials: Credentials, path: string): string {
  return linesOf(credentials, path, (key) => `MESHC_${key.toUpperCase().replaceAll("-", "_")}`);
}

function printProperties(credentials: Credentials, path: string): string {
  return linesOf(credentials, path, (key) => `meshc.${key}`);
}

function linesOf(credentials: Credentials, path: string, name: (key: string) => string): string {
  const ca = credentials.ca !== undefined && { ca: authorityFile(path) };
  const values = { ...flat(credentials), ...ca };
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
    stringData: {
      ...flat(credentials),
      ...(credentials.ca !== undefined && { "ca.pem": credentials.ca }),
      "credentials.json": printJson(credentials),
    },
  });
}

function urlsOf(credentials: Credentials): readonly string[] {
  return credentials.brokers.flatMap((broker) => broker.urls);
}
