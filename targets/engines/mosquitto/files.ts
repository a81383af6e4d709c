import type { Authority } from "../../../compiler/model/workload.ts";

/** Names of an instance's files, relative to its folder. */
export const fileNames = {
  main: "mosquitto.conf",
  passwords: "passwords",
  acl: "acl",
  /** Folder whose files ending in `.conf` are read after the main file, in the order of their names. */
  bridges: "bridges",
  bridgeOf: (link: string) => `bridges/${link}.conf`,
  /** Folder in which sessions and retained messages are kept. */
  store: "store",
} as const;

/** Names of the files of TLS: what an instance shows, and by what it knows others. */
export const tlsFiles = {
  certificate: "instance.pem",
  privateKey: "instance-key.pem",
  authorityOf: (authority: Authority) => `${authority}.pem`,
  given: { certificate: "given.pem", privateKey: "given-key.pem", authority: "given-authority.pem" },
  authoritiesOf: (link: string) => `link.${link}-authorities.pem`,
} as const;

/** Who hears what a broker tells of itself, and nothing else. */
export const observerIdentity = "observer";
