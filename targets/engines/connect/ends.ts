import { hostPort } from "../../kit/host-port.ts";
import { linkInboxPrefix } from "../../kit/link-durable.ts";
import type { SecretJson } from "../../kit/print-benthos.ts";
import type { ConnectLink, TlsFiles } from "./connect-link.ts";
import { fileNames } from "./files.ts";

type Settings = { readonly [key: string]: SecretJson };

/** Who a link is at the edge. */
export function edgeIdentity(link: string): string {
  return `connect.${link}`;
}

/** How the process logs in at the edge, with a client identifier of each connection's own. */
export function edgeSettings(link: ConnectLink, clientId: string): Settings {
  return {
    ...loginSettings(link),
    client_id: clientId,
    connect_timeout: "10s",
    // Seconds; the end of a silent connection is noticed after one and a half times as many.
    keepalive: 10,
  };
}

/** Where the edge is, and who the process is there. */
export function loginSettings({ name, edge }: ConnectLink): Settings {
  return {
    urls: [`${edge.tls ? "ssl" : "tcp"}://${hostPort(edge.address)}`],
    user: edgeIdentity(name),
    password: { secret: edge.password },
    ...(edge.tls ? { tls: tlsSettings(edge.tls) } : {}),
  };
}

/** How it logs in at the hub. The order of the urls, and a prefix of replies, are kept by the patched engine only. */
export function hubSettings({ name, hub }: ConnectLink): Settings {
  return {
    urls: hub.urls.map((url) => `${hub.tls ? "tls" : "nats"}://${hostPort(url)}`),
    inbox_prefix: linkInboxPrefix(name),
    auth: { nkey_file: fileNames.seed },
    ...(hub.tls ? { tls: tlsSettings(hub.tls) } : {}),
  };
}

function tlsSettings({ authority, own }: TlsFiles): Settings {
  const certificates = own ? [{ cert_file: own.certificate, key_file: own.privateKey }] : [];
  return { enabled: true, root_cas_file: authority, client_certs: certificates };
}
