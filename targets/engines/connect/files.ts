/**
 * Names of an instance's files, relative to its folder. Those of the two directions end in `.yaml`, as the engine asks
 * of streams; their names are the label `stream` of its metrics.
 */
export const fileNames = {
  process: "connect.yaml",
  up: "up.yaml",
  down: "down.yaml",
  liveUp: "live-up.yaml",
  liveDown: "live-down.yaml",
  /** Names the session at the edge, if any; the process keeps those that it ever had in a file `sessions` beside it. */
  sessions: "sessions.json",
  seed: "link.seed",
} as const;

/** In which the process keeps what its session is subscribed to, relative to its working folder. */
export const subscriptionsFile = "subscriptions";
