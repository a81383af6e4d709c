import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const entry = `
export { printLink } from "./targets/engines/connect/print-link.ts";
export { connectCommand } from "./targets/engines/connect/print-process.ts";
export { linkDurableSettings } from "./targets/kit/link-durable.ts";
export { printBridge } from "./targets/engines/mosquitto/print-bridge.ts";
`;

/** What meshc prints links with, as a module. */
export async function loadPrinters() {
  const resolveDir = fileURLToPath(new URL("../..", import.meta.url));
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir, loader: "ts" },
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
  });
  const text = Buffer.from(outputFiles[0].contents).toString("base64");
  return import(`data:text/javascript;base64,${text}`);
}
