/** Codes that no manifest can show, since they are about files, this machine or a running mesh: the test of each. */
export const shownElsewhere: Readonly<Record<string, string>> = {};
