import { BitString, Integer, OctetString, Utf8String } from "asn1js";
import {
  AttributeTypeAndValue,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  Extension,
  ExtKeyUsage,
  GeneralName,
  GeneralNames,
} from "pkijs";
import { packAddress } from "./pack-address.ts";
import { type Certified, exportCertified, newKeys, readAuthority } from "./pem.ts";

/** What a certificate says. */
export interface CertificateTerms {
  /** Common name, for people and logs. */
  readonly name: string;
  /** What it is dialed by: DNS names and IP addresses. None = it can only dial. */
  readonly dialedBy: readonly string[];
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Unpredictable bytes; 16 make a serial number. */
  readonly serial: Uint8Array;
}

const curve = { name: "ECDSA", namedCurve: "P-256" } as const;
const oids = {
  commonName: "2.5.4.3",
  subjectKeyIdentifier: "2.5.29.14",
  keyUsage: "2.5.29.15",
  subjectAltName: "2.5.29.17",
  basicConstraints: "2.5.29.19",
  authorityKeyIdentifier: "2.5.29.35",
  extKeyUsage: "2.5.29.37",
  serverAuth: "1.3.6.1.5.5.7.3.1",
  clientAuth: "1.3.6.1.5.5.7.3.2",
};

/**
 * Makes a certificate authority: an ECDSA P-256 key, which every engine's TLS takes, and a certificate that it signs
 * itself and that signs no further authority (RFC 5280, 4.2.1.9).
 */
export async function newAuthority(terms: Omit<CertificateTerms, "dialedBy">): Promise<Certified> {
  const keys = await newKeys(curve);
  const certificate = blank(terms);
  name(certificate, "issuer", terms.name);
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey);
  const identifier = await keyIdentifier(certificate);
  certificate.extensions = [
    critical(oids.basicConstraints, new BasicConstraints({ cA: true, pathLenConstraint: 0 }).toSchema()),
    critical(oids.keyUsage, usage(0b0000_0110)),
    plain(oids.subjectKeyIdentifier, new OctetString({ valueHex: identifier })),
  ];
  await certificate.sign(keys.privateKey, "SHA-256");
  return exportCertified(certificate, keys.privateKey);
}

/** Makes a key and a certificate that an authority signs: of a server where it is dialed by a name, else of a client. */
export async function newCertificate(authority: Certified, terms: CertificateTerms): Promise<Certified> {
  const issuer = await readAuthority(authority, curve);
  const keys = await newKeys(curve);
  const certificate = blank(terms);
  certificate.issuer = issuer.certificate.subject;
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey);
  const signer = new OctetString({ valueHex: await keyIdentifier(issuer.certificate) });
  const uses = [...(terms.dialedBy.length > 0 ? [oids.serverAuth] : []), oids.clientAuth];
  certificate.extensions = [
    critical(oids.basicConstraints, new BasicConstraints({ cA: false }).toSchema()),
    critical(oids.keyUsage, usage(0b1000_0000)),
    plain(oids.extKeyUsage, new ExtKeyUsage({ keyPurposes: uses }).toSchema()),
    plain(oids.authorityKeyIdentifier, new AuthorityKeyIdentifier({ keyIdentifier: signer }).toSchema()),
    plain(oids.subjectAltName, alternativeNames(terms)),
  ];
  await certificate.sign(issuer.privateKey, "SHA-256");
  return exportCertified(certificate, keys.privateKey);
}

function blank({
  name: subject,
  notBefore,
  notAfter,
  serial,
}: Omit<CertificateTerms, "dialedBy">): Certificate {
  const certificate = new Certificate();
  certificate.version = 2;
  // The first bit would make it negative, and a first byte of nothing but zeros is not allowed (RFC 5280, 4.1.2.2).
  const [first = 0, ...rest] = serial.slice(0, 16);
  certificate.serialNumber = new Integer({ valueHex: Uint8Array.of((first & 0x7f) | 0x40, ...rest) });
  certificate.notBefore.value = notBefore;
  certificate.notAfter.value = notAfter;
  name(certificate, "subject", subject);
  return certificate;
}

function name(certificate: Certificate, side: "subject" | "issuer", value: string): void {
  const attribute = { type: oids.commonName, value: new Utf8String({ value }) };
  certificate[side].typesAndValues.push(new AttributeTypeAndValue(attribute));
}

async function keyIdentifier({ subjectPublicKeyInfo }: Certificate): Promise<ArrayBuffer> {
  return crypto.subtle.digest("SHA-1", subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView);
}

/** Who can only dial has its own name as a DNS name: such as no server is dialed by. */
function alternativeNames({ name: own, dialedBy }: CertificateTerms) {
  const names = (dialedBy.length > 0 ? dialedBy : [own]).map((value) => {
    const address = packAddress(value);
    if (!address) return new GeneralName({ type: 2, value });
    return new GeneralName({ type: 7, value: new OctetString({ valueHex: address }) });
  });
  return new GeneralNames({ names }).toSchema();
}

function usage(bits: number): BitString {
  return new BitString({
    valueHex: Uint8Array.of(bits),
    unusedBits: Math.max(0, 31 - Math.clz32(bits & -bits)),
  });
}

type Schema = { toBER(sizeOnly?: boolean): ArrayBuffer };

function critical(extnID: string, schema: Schema): Extension {
  return new Extension({ extnID, critical: true, extnValue: schema.toBER(false) });
}

function plain(extnID: string, schema: Schema): Extension {
  return new Extension({ extnID, critical: false, extnValue: schema.toBER(false) });
}
