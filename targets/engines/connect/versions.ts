/** Minor versions of Benthos that links are carried with; what is patched in it is told in docs/connect.md. */
export const versions: readonly string[] = ["4.27"];
