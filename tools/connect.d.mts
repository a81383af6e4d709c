/** Version of the engine that is built. */
export const connectVersion: string;
/** Path of the integration engine `connect`; it is built where it is not in the cache. */
export function findConnect(): Promise<string>;
