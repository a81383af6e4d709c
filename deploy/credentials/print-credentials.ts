import { createHash } from "node:crypto";
import { invariant } from "../../compiler/diagnostics/invariant.ts";
import { environmentValue } from "./environment-value.ts";
import { type AnyCredentials, flatValues, urlList } from "./flat-values.ts";
import { propertyValue } from "./property-value.ts";

/** Words of `credentials --format`. */
export const credentialFormats = ["json", "nats-context", "env", "properties", "kubernetes"] as const;

export type CredentialFormat = (typeof credentialFormats)[number];

/** The formats that credentials can be had in: a context of the NATS command line is of no use over MQTT. */
export function formatsOf({ identity }: AnyCredentials): readonly CredentialFormat[] {
  return credentialFormats.filter((format) => format !== "nats-context" || "nkeySeed" in identity);
}

/** A file with secrets in it, to be written with mode 0600. */
export interface SecretFile {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
}

/** Credentials as files. */
export interface PrintedCredentials {
  /** What was asked for. */
  readonly main: SecretFile;
  /**
   * Files that it names by path, to be written before it: what is named after their content, a key or a
   * certificate, never changes, so that the main file and those it names fit whatever ends the writing.
   */
  readonly beside: readonly SecretFile[];
}

/**
 * Credentials in one of their formats (`formatsOf`), to be kept at `path`, which has to be absolute. A context of the NATS command
 * line names a file with the seed (its `nkey` key), `<path>.<first letters of the public key>.nk`; all but those that
 * hold texts of many lines name a file with the certificate of who signed those of the brokers.
 */
export function printCredentials(
  credentials: AnyCredentials,
  format: CredentialFormat,
  path: string,
): PrintedCredentials {
  const authority = authorityBeside(credentials, path);
  switch (format) {
    case "json":
      return { main: { path, text: printJson(credentials) }, beside: [] };
    case "kubernetes":
      return { main: { path, text: printSecret(credentials) }, beside: [] };
    case "nats-context":
      return natsContext(credentials, path, authority);
    case "env":
    case "properties": {
      const line = { env: environmentLine, properties: propertyLine }[format];
      const values = flatValues(credentials, authority[0]?.path);
      const text = values.map(([name, value]) => line(name, value)).join("");
      return { main: { path, text }, beside: authority };
    }
  }
}

/**
 * Names of files that an earlier writing of these credentials put beside them and that they no longer name, of all
 * `names` in their folder.
 */
export function leftBeside(
  { main, beside }: PrintedCredentials,
  names: readonly string[],
): readonly string[] {
  const base = `${main.path.slice(main.path.lastIndexOf("/") + 1)}.`;
  const kept = new Set(beside.map(({ path }) => path.slice(path.lastIndexOf("/") + 1)));
  return names.filter(
    (name) =>
      name.startsWith(base) &&
      /^(U[A-Z2-7]{7}\.nk|[0-9a-f]{8}\.ca\.pem)$/.test(name.slice(base.length)) &&
      !kept.has(name),
  );
}

function authorityBeside({ ca }: AnyCredentials, path: string): readonly SecretFile[] {
  if (ca === undefined) return [];
  const mark = createHash("sha256").update(ca).digest("hex").slice(0, 8);
  return [{ path: `${path}.${mark}.ca.pem`, text: ca }];
}

/** JSON that YAML readers take as well: characters that some of them fold or refuse are written as escapes. */
function printJson(value: object): string {
  const text = JSON.stringify(value, undefined, 2);
  const escaped = text.replaceAll(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `${escaped}\n`;
}

/** Keys as the NATS command line reads them from its folder of contexts. */
function natsContext(
  credentials: AnyCredentials,
  path: string,
  authority: readonly SecretFile[],
): PrintedCredentials {
  const { identity } = credentials;
  invariant("nkeySeed" in identity, "a NATS context is of who logs in by an nkey");
  const { nkeySeed, publicKey } = identity;
  const seed = { path: `${path}.${publicKey.slice(0, 8)}.nk`, text: `${nkeySeed}\n` };
  const [ca] = authority;
  const context = {
    description: holderOf(credentials),
    url: urlList(credentials),
    nkey: seed.path,
    ...(ca && { ca: ca.path }),
    inbox_prefix: credentials.inboxPrefix,
  };
  return { main: { path, text: printJson(context) }, beside: [seed, ...authority] };
}

function holderOf(credentials: AnyCredentials): string {
  return "application" in credentials
    ? `${credentials.application} of team ${credentials.team}`
    : `${credentials.operator}, who looks inside`;
}

function environmentLine(name: string, value: string): string {
  return `${name.toUpperCase().replaceAll(/[-.]/g, "_")}=${environmentValue(value)}\n`;
}

function propertyLine(name: string, value: string): string {
  return `${name}=${propertyValue(value)}\n`;
}

/** A Secret of Kubernetes, as JSON, which `kubectl apply` takes like YAML. */
function printSecret(credentials: AnyCredentials): string {
  const { identity, inboxPrefix, ca } = credentials;
  const holder =
    "application" in credentials
      ? { application: credentials.application }
      : { operator: credentials.operator };
  return printJson({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: `${Object.values(holder).join("")}-credentials` },
    type: "Opaque",
    stringData: {
      ...holder,
      urls: urlList(credentials),
      ...("nkeySeed" in identity ? { "nkey-seed": identity.nkeySeed } : identity),
      ...(inboxPrefix !== undefined && { "inbox-prefix": inboxPrefix }),
      ...(ca !== undefined && { "ca.pem": ca }),
      "credentials.json": printJson(credentials),
    },
  });
}
