import type { Authority } from "../../../compiler/model/workload.ts";

/** Names of an instance's files, relative to its folder. */
export const fileNames = {
  main: "nats.conf",
  users: "users.conf",
  cluster: "cluster.conf",
  gateway: "gateway.conf",
  leafnodes: "leafnodes.conf",
} as const;

/** Names of the files of TLS: what an instance shows, and by what it knows others. */
export const tlsFiles = {
  certificate: "instance.pem",
  privateKey: "instance-key.pem",
  authorityOf: (authority: Authority) => `${authority}.pem`,
  given: { certificate: "given.pem", privateKey: "given-key.pem", authority: "given-authority.pem" },
  certificateOf: (link: string) => `link.${link}.pem`,
  authoritiesOf: (link: string) => `link.${link}-authorities.pem`,
  privateKeyOf: (link: string) => `link.${link}-key.pem`,
} as const;

/** Names of secrets that are not an identity's: what the servers of a broker, and those of all hubs, trust each other by. */
export const trusts = {
  cluster: (broker: string) => `cluster.${broker}`,
  gateway: "gateway.hubs",
} as const;

/** The operator of the mesh: the one user of account `SYS`, who may end connections. */
export const systemIdentity = "system";

/** Who makes streams and consumers in account `MESH`. */
export const provisionerIdentity = "provisioner";
