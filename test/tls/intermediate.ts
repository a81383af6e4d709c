import { Integer, Utf8String } from "asn1js";
import { AttributeTypeAndValue, BasicConstraints, Certificate, Extension } from "pkijs";
import type { CertificateTerms } from "../../deploy/certificates/certify.ts";
import { type Certified, exportCertified, newKeys, readAuthority } from "../../deploy/certificates/pem.ts";

const curve = { name: "ECDSA", namedCurve: "P-256" } as const;

/** An authority that another one signed, as meshc makes none itself. */
export async function newIntermediate(
  root: Certified,
  { name, notBefore, notAfter, serial }: Omit<CertificateTerms, "dialedBy">,
): Promise<Certified> {
  const issuer = await readAuthority(root, curve);
  const keys = await newKeys(curve);
  const certificate = new Certificate();
  certificate.version = 2;
  certificate.serialNumber = new Integer({ valueHex: Uint8Array.of(0x40, ...serial.slice(1, 16)) });
  certificate.notBefore.value = notBefore;
  certificate.notAfter.value = notAfter;
  certificate.issuer = issuer.certificate.subject;
  const commonName = { type: "2.5.4.3", value: new Utf8String({ value: name }) };
  certificate.subject.typesAndValues.push(new AttributeTypeAndValue(commonName));
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey);
  const constraints = new BasicConstraints({ cA: true }).toSchema().toBER(false);
  certificate.extensions = [new Extension({ extnID: "2.5.29.19", critical: true, extnValue: constraints })];
  await certificate.sign(issuer.privateKey, "SHA-256");
  return exportCertified(certificate, keys.privateKey);
}
