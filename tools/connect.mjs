/**
 * Finds the integration engine `connect` for scripts, tests and the demo: `MESHC_CONNECT`, else the one that is built
 * from its Go module, `tools/connect/main.go` and `tools/connect/benthos.patch`, and kept in a cache. What the patch
 * changes and why is said in docs/connect.md. `node tools/connect.mjs` prints the program's path.
 */
import { access, constants } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { findGoProgram } from "./go-program.mjs";

/** Version of the engine that is built. */
export const connectVersion = "4.27.0";

/** Path of the program; building it takes about a minute. Throws an error that says what to do where it cannot be had. */
export async function findConnect() {
  const named = process.env.MESHC_CONNECT;
  if (!named) return findGoProgram("connect");
  await access(named, constants.X_OK).catch((error) => {
    throw new Error(`MESHC_CONNECT is ${named}, which cannot be run`, { cause: error });
  });
  return named;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(await findConnect());
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
