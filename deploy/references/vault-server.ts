import { resolve } from "node:path";
import type { Host } from "../host/host.ts";
import type { Found } from "./found.ts";

/** A Vault server as its own tool is told of it. */
export interface VaultServer {
  /** Without a slash at the end. */
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  /** PEM of who signed its certificate, where that is said. */
  readonly authority?: string;
}

/** Finds the server by VAULT_ADDR, VAULT_TOKEN or `~/.vault-token`, VAULT_NAMESPACE and VAULT_CACERT, as Vault's own tool does. */
export async function vaultServer(host: Host): Promise<Found<VaultServer>> {
  const { VAULT_ADDR: address, VAULT_NAMESPACE: namespace, VAULT_CACERT: authorityFile } = host.environment;
  if (!address) {
    return { why: "VAULT_ADDR is not set", fix: setAddress };
  }
  if (!/^https?:\/\/[^/]/.test(address) || !URL.canParse(address)) {
    return { why: "VAULT_ADDR is no URL of a server", fix: setAddress };
  }
  const token = host.environment["VAULT_TOKEN"] || (await textOf(host, tokenFile(host)));
  if (!token) {
    const fix = "Run `vault login`, or set VAULT_TOKEN for this command.";
    return { why: "there is no token: neither VAULT_TOKEN nor ~/.vault-token", fix };
  }
  const authority = authorityFile ? await textOf(host, resolve(authorityFile)) : undefined;
  if (authorityFile && !authority) {
    const fix = "Set VAULT_CACERT to a file with the certificate, PEM, of who signed the server's.";
    return { why: `VAULT_CACERT names ${authorityFile}, which cannot be read`, fix };
  }
  const url = new URL(address);
  return {
    value: {
      // Without a user and a password, which messages must not say.
      address: `${url.origin}${url.pathname.replace(/\/+$/, "")}`,
      headers: {
        "X-Vault-Token": token,
        "X-Vault-Request": "true",
        ...(namespace && { "X-Vault-Namespace": namespace }),
      },
      ...(authority !== undefined && { authority }),
    },
  };
}

const setAddress = "Set VAULT_ADDR to the server's URL, such as https://vault:8200.";

function tokenFile({ environment }: Host): string {
  return `${environment["HOME"] ?? ""}/.vault-token`;
}

async function textOf(host: Host, file: string): Promise<string | undefined> {
  const bytes = await host.files.read(file).catch(() => undefined);
  return bytes && new TextDecoder().decode(bytes).trim();
}
