/** Versions that can be fetched, oldest first. */
export const natsServerVersions: readonly string[];
/** Path of a nats-server: exactly that version, or without one whichever the machine has, else the newest. */
export function findNatsServer(version?: string): Promise<string>;
