import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { newAuthority, newCertificate } from "../../deploy/certificates/certify.ts";
import type { Certified } from "../../deploy/certificates/pem.ts";
import type { TlsFiles } from "../../targets/engines/connect/connect-link.ts";

/** Names of the files in each server's folder; the authority is that of who dials. */
export const serverFiles = {
  authority: "authority.pem",
  certificate: "own.pem",
  privateKey: "own-key.pem",
} as const;

/** How a site speaks TLS. */
export interface SiteTls {
  /** What the link has of each end. Where it has something of its own to show, that end asks for it. */
  readonly edge: TlsFiles;
  readonly hub: TlsFiles;
  /** Writes all files, those of one end by an authority of that end's own where there is more than one. */
  write(folders: {
    readonly edge: string;
    readonly hubs: readonly string[];
    readonly link: string;
  }): Promise<void>;
}

const same: TlsFiles = {
  authority: "authority.pem",
  own: { certificate: "own.pem", privateKey: "own-key.pem" },
};

/** One authority of all, as that of a mesh; the hub asks who dials for a certificate. */
export const oneAuthority: SiteTls = {
  edge: { authority: same.authority },
  hub: same,
  async write({ edge, hubs, link }) {
    const authority = await newAuthority(terms("authority"));
    for (const folder of [edge, ...hubs]) await writeServer(folder, authority, authority);
    writeFileSync(join(link, same.authority), authority.certificate);
    await writeOwn(link, same, authority);
  },
};

/** The same, and nobody asks who dials for anything. */
export const serversAlone: SiteTls = { ...oneAuthority, hub: { authority: same.authority } };

/** Each server's is another, those of the hubs in one file; and who dials shows another thing to each end, which asks. */
export const severalAuthorities: SiteTls = {
  edge: {
    authority: "edge/known by.pem",
    own: { certificate: "edge/shown.pem", privateKey: "edge/shown-key.pem" },
  },
  hub: {
    authority: "link.plant-authorities.pem",
    own: { certificate: "link.plant.pem", privateKey: "link.plant-key.pem" },
  },
  async write({ edge, hubs, link }) {
    mkdirSync(join(link, "edge"), { recursive: true });
    const dialing = {
      edge: await newAuthority(terms("of the edge's")),
      hub: await newAuthority(terms("links")),
    };
    const known: string[] = [];
    for (const folder of hubs)
      known.push(await writeServer(folder, await newAuthority(terms(folder)), dialing.hub));
    writeFileSync(join(link, this.hub.authority), known.join(""));
    const atEdge = await writeServer(edge, await newAuthority(terms("edge")), dialing.edge);
    writeFileSync(join(link, this.edge.authority), atEdge);
    await writeOwn(link, this.edge, dialing.edge);
    await writeOwn(link, this.hub, dialing.hub);
  },
};

/** Resolves to the certificate of the authority that vouches for the server. */
async function writeServer(folder: string, authority: Certified, dialing: Certified): Promise<string> {
  const made = await newCertificate(authority, { ...terms("server"), dialedBy: ["127.0.0.1", "localhost"] });
  writeFileSync(join(folder, serverFiles.authority), dialing.certificate);
  writeFileSync(join(folder, serverFiles.certificate), made.certificate);
  writeFileSync(join(folder, serverFiles.privateKey), made.privateKey, { mode: 0o600 });
  return authority.certificate;
}

async function writeOwn(folder: string, { own }: TlsFiles, authority: Certified): Promise<void> {
  if (!own) return;
  const made = await newCertificate(authority, { ...terms("link"), dialedBy: [] });
  writeFileSync(join(folder, own.certificate), made.certificate);
  writeFileSync(join(folder, own.privateKey), made.privateKey, { mode: 0o600 });
}

function terms(name: string) {
  const day = 24 * 3_600_000;
  const now = Date.now();
  return {
    name,
    notBefore: new Date(now - day),
    notAfter: new Date(now + day),
    serial: new Uint8Array(randomBytes(16)),
  };
}
