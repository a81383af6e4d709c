/** How long things may take, in seconds. */
export const limits = { healthy: 30, reload: 15, connect: 30, rejoin: 5 } as const;
