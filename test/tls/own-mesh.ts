import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { newAuthority, newCertificate } from "../../deploy/certificates/certify.ts";
import { terms } from "./terms.ts";

/** Where the three parts of a broker's certificate are kept, as a manifest says it. */
export interface Kept {
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
}

/** Every kind of connection, with certificates of their own where they are said: hubs `core` (two instances) and `west`, and an edge `shed` that dials core. */
export function ownManifest(own: Readonly<Record<string, Kept>>): string {
  const tls = (broker: string): string => {
    const kept = own[broker];
    if (!kept) return "";
    const parts = (["cert", "key", "ca"] as const).map(
      (part) => `${part}: { ref: ${JSON.stringify(kept[part])} }`,
    );
    return `, tls: { certificates: { ${parts.join(", ")} } }`;
  };
  return `
apiVersion: meshc/v1
mesh: { name: owned }
teams: { one: {} }
environments: { centre: { platform: local } }
brokers:
  core: { environment: centre, engine: nats, replicas: 2${tls("core")} }
  west: { environment: centre, engine: nats, listeners: { nats: 4252, management: 8252, gateway: 7252 }${tls("west")} }
  shed: { environment: centre, engine: nats, role: edge, uplink: core, listeners: { nats: 4262, management: 8262 }${tls("shed")} }
domains:
  orders: { owner: one, topic: orders, share: all, events: { placed: {} } }
  stock: { owner: one, topic: stock, share: all, delivery: at-least-once, home: core, events: { counted: {} } }
applications:
  till: { team: one, broker: shed, publish: [orders.placed] }
  books: { team: one, broker: [core, west], subscribe: [orders.placed] }
  shelf: { team: one, broker: core, publish: [stock.counted] }
  audit: { team: one, broker: core, durable: true, subscribe: [stock.counted] }
`;
}

/** A certificate of a user's own authority for this machine. */
export async function ownCertificate(
  authorityName: string,
  names: readonly string[] = ["127.0.0.1"],
  days = 10,
) {
  const authority = await newAuthority(terms(authorityName, 30));
  const { certificate, privateKey } = await newCertificate(authority, terms("own", days, names));
  return { authority, cert: certificate, key: privateKey, ca: authority.certificate };
}

/** Writes a certificate into files of a folder, and says where. */
export function keepInFiles(
  folder: string,
  name: string,
  own: { readonly cert: string; readonly key: string; readonly ca: string },
): Kept {
  for (const part of ["cert", "key", "ca"] as const)
    writeFileSync(join(folder, `${name}-${part}.pem`), own[part]);
  return { cert: `file:${name}-cert.pem`, key: `file:${name}-key.pem`, ca: `file:${name}-ca.pem` };
}
