/** Exit codes of every command; scripts rely on them. */
export const exitCode = {
  done: 0,
  /** An error in the manifest, or the work failed. */
  failed: 1,
  wrongUsage: 64,
  interrupted: 130,
} as const;
