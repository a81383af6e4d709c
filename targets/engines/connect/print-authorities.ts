import type { Broker } from "../../../compiler/model/mesh.ts";
import type { CertificateReference, ConfigFile, GivenReference } from "../../../compiler/model/workload.ts";

/** Names of the files by which the process knows the brokers that it dials. */
export const tlsFiles = { edge: "edge-authorities.pem", hub: "hub-authorities.pem" } as const;

/** The mesh's authority, and those of brokers with a certificate of their own. */
export function printAuthorities(path: string, brokers: readonly Broker[]): ConfigFile {
  const isOurs = brokers.some(({ certificate }) => certificate === undefined);
  const ours: readonly CertificateReference[] = isOurs ? [{ kind: "authority", of: "servers" }] : [];
  const given = brokers.flatMap(({ name, certificate }): readonly GivenReference[] =>
    certificate ? [{ kind: "given", of: certificate.ca, broker: name, part: "ca" }] : [],
  );
  return { path, mode: 0o444, parts: [...ours, ...given] };
}
