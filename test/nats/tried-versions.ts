import { natsServerVersions } from "../../tools/nats-server.mjs";

const newest = natsServerVersions.length - 1;

/**
 * Versions of NATS on which the longest tests try what they promise of each: the oldest and the newest with `npm test`,
 * all of them in the long suite "nats-versions".
 */
export const triedVersions: readonly string[] =
  process.env["LIVE_VERSIONS"] === "all"
    ? natsServerVersions
    : natsServerVersions.filter((_, index) => index === 0 || index === newest);
