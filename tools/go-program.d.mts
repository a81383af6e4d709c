/** Names of the programs that can be built. */
export const goPrograms: readonly string[];
/** Path of a program that tests of secret references run; it is built where it is not in the cache. */
export function findGoProgram(name: "sops" | "age-keygen" | "pulumi" | "vault-server"): Promise<string>;
