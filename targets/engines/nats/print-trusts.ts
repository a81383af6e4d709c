import { hostPort } from "../../kit/host-port.ts";
import { natsString } from "../../kit/nats-value.ts";
import type { Endpoint } from "../../../compiler/model/address.ts";
import type { ConfigFile } from "../../../compiler/model/workload.ts";
import { fileNames, trusts } from "./files.ts";
import { printTls, type TlsBlock } from "./print-tls.ts";

/**
 * What the instances of a broker share: a password and each other's addresses. Routes know neither nkeys nor the
 * block's own user, so that the password stands in each url; it must be made of letters that a url takes as they are.
 */
export function printCluster(broker: string, routes: readonly Endpoint[]): ConfigFile {
  const password = { kind: "password", of: trusts.cluster(broker) } as const;
  const urls = routes.flatMap((route) => ['  "nats-route://cluster:', password, `@${hostPort(route)}"\n`]);
  return {
    path: fileNames.cluster,
    mode: 0o440,
    parts: ['authorization { user: cluster, password: "', password, '" }\nroutes: [\n', ...urls, "]\n"],
  };
}

/** Another hub as a gateway dials it. */
export interface RemoteGateway {
  readonly name: string;
  readonly urls: readonly Endpoint[];
}

/** What the hubs share: a password, which also goes with urls that name none, and each other's addresses. */
export function printGateway(remotes: readonly RemoteGateway[]): ConfigFile {
  const password = { kind: "password", of: trusts.gateway } as const;
  const lines = remotes.map(({ name, urls }) => {
    const dialed = urls.map((url) => natsString(`nats://${hostPort(url)}`)).join(", ");
    return `  { name: ${natsString(name)}, urls: [${dialed}] }\n`;
  });
  return {
    path: fileNames.gateway,
    mode: 0o440,
    parts: ['authorization { user: gateway, password: "', password, `" }\ngateways: [\n${lines.join("")}]\n`],
  };
}

/** A leaf link as its dialing end has it: the identity that it logs in with, and all targets in order. */
export interface LeafRemote {
  readonly link: string;
  /** How it speaks TLS, where its targets do. */
  readonly tls?: TlsBlock;
  readonly urls: readonly Endpoint[];
  /** Set where it can be kept from dialing what its targets tell of themselves. */
  readonly ignoresTold?: true;
}

/**
 * The leaf links that a broker dials. One remote holds all targets: two remotes to one account would be cut as a
 * loop. The server wants the seed itself in its configuration. What targets tell of themselves it would dial before the
 * urls, in whatever environment it is.
 */
export function printLeafRemotes(remotes: readonly LeafRemote[]): ConfigFile {
  const parts = remotes.flatMap(({ link, tls, urls, ignoresTold }) => {
    const dialed = urls.map((url) => natsString(`nats-leaf://${hostPort(url)}`)).join(", ");
    const ordered = ignoresTold
      ? "no_randomize: true, ignore_discovered_servers: true"
      : "no_randomize: true";
    const head = `  { urls: [${dialed}], ${ordered}, account: MESH, nkey: "`;
    const shown = tls ? `, tls: ${printTls(tls)}` : "";
    return [head, { kind: "seed", of: `link.${link}` } as const, `"${shown} }\n`];
  });
  return { path: fileNames.leafnodes, mode: 0o400, parts: ["remotes: [\n", ...parts, "]\n"] };
}
