/** Names of the programs that can be built. */
export const goPrograms: readonly string[];
/** Path of a program that tests run beside meshc; it is built where it is not in the cache. */
export function findGoProgram(
  name:
    | "age"
    | "age-keygen"
    | "connect"
    | "nats"
    | "nats-server-unheard"
    | "pulumi"
    | "sops"
    | "vault-server"
    | "versitygw",
): Promise<string>;
