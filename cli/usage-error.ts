/** Wrong usage that only a command can see; ends it with exit code 64 and the text. */
export class UsageError extends Error {}
