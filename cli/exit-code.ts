/** Exit codes of every command; scripts rely on them. */
export const exitCode = {
  done: 0,
  /** An error in the manifest, or the work failed. */
  failed: 1,
  /** With `--detailed-exitcode`: there is something to change. */
  changes: 2,
  /** `apply` stopped half-way; run again, it goes on from there. */
  stopped: 3,
  wrongUsage: 64,
  interrupted: 130,
} as const;
