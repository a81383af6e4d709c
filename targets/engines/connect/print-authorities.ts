import type { Broker } from "../../../compiler/model/mesh.ts";
import type { ConfigFile } from "../../../compiler/model/workload.ts";
import { authoritiesOf, pem } from "../../kit/shown-certificates.ts";

/** Names of the files by which the process knows the brokers that it dials. */
export const tlsFiles = { edge: "edge-authorities.pem", hub: "hub-authorities.pem" } as const;

/** The file by which brokers are known: the mesh's authority, and those of brokers with a certificate of their own. */
export function printAuthorities(path: string, brokers: readonly Broker[]): ConfigFile {
  return pem(path, ...authoritiesOf(brokers));
}
