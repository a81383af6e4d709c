import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { newAuthority, newCertificate } from "../../deploy/certificates/certify.ts";
import type { Certified } from "../../deploy/certificates/pem.ts";
import { errorsOf, meshFolder } from "../deploy/mesh-folder.ts";
import { terms } from "./terms.ts";

/** A hub of two instances, another hub and an edge, so that there is every kind of connection. */
export const everyKindOfConnection = `
apiVersion: meshc/v1
mesh: { name: secured }
teams: { one: {} }
environments: { centre: { platform: local } }
brokers:
  core: { environment: centre, engine: nats, replicas: 2 }
  west: { environment: centre, engine: nats, listeners: { nats: 4252, management: 8252, gateway: 7252 } }
  shed: { environment: centre, engine: nats, role: edge, uplink: core, listeners: { nats: 4262, management: 8262 } }
domains:
  orders: { owner: one, topic: orders, share: all, events: { placed: {} } }
applications:
  till: { team: one, broker: shed, publish: [orders.placed] }
  books: { team: one, broker: west, subscribe: [orders.placed] }
`;

/** The mesh with TLS, what it signs with, and certificates that it should not take. */
export async function tlsMesh(version?: string) {
  const mesh = await meshFolder(everyKindOfConnection, version);
  expect(errorsOf((await mesh.up({ tls: true })).result)).toEqual([]);
  const secret = (kind: string, name: string) =>
    JSON.parse(readFileSync(join(mesh.upFolder, "secrets", kind, `${name}.json`), "utf8")) as Certified;
  const [servers, links] = [secret("authorities", "servers"), secret("authorities", "links")];
  const stranger = await newAuthority(terms("a stranger", 1));
  return {
    mesh,
    servers,
    own: { server: secret("certificates", "core-0"), link: secret("certificates", "link.shed.uplink") },
    ofStranger: await newCertificate(stranger, terms("core-0", 1, here)),
    expired: {
      server: await newCertificate(servers, terms("core-0", -1, here)),
      link: await newCertificate(links, terms("link.shed.uplink", -1)),
    },
    ofAnotherName: await newCertificate(servers, terms("core-9", 1, ["core.example"])),
  };
}

const here = ["127.0.0.1"];
