/** Names of an instance's files, relative to its folder. */
export const fileNames = {
  main: "nats.conf",
  users: "users.conf",
  cluster: "cluster.conf",
  gateway: "gateway.conf",
  leafnodes: "leafnodes.conf",
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
