/**
 * `npm run demo`: brings `examples/quickstart` up on real brokers, shows the mesh, proves its flows and takes it down.
 * Whatever happens in between, nothing stays running.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { findNatsServer } from "./nats-server.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const example = `${root}examples/quickstart`;

console.log("Building dist/meshc.js and finding a nats-server …");
const built = spawnSync(process.execPath, [`${root}tools/build.mjs`], { stdio: "inherit" });
if (built.status !== 0) process.exit(1);
const env = { ...process.env, MESHC_NATS_SERVER: await findNatsServer() };

/** Shows a command as a user would type it, runs it, and says whether it went well. */
function meshc(what, ...args) {
  console.log(`\n# ${what}\n$ meshc ${args.join(" ")}`);
  return (
    spawnSync(process.execPath, [`${root}dist/meshc.js`, ...args], { cwd: example, env, stdio: "inherit" })
      .status === 0
  );
}

console.log(
  "\nA till in a shop publishes orders; two applications in the head office read them (examples/quickstart).",
);
let ok = false;
try {
  ok =
    meshc("Is the manifest right, and can everything in it be proven?", "validate") &&
    meshc("The mesh as a picture, for a Markdown page", "graph") &&
    meshc("Two nats-servers on this machine, linked and with their users", "up", "--detach") &&
    meshc("Every declared flow has to deliver, everything else to be refused", "verify", "--rights") &&
    meshc("Why is there a link, and what may cross it?", "explain", "shop.uplink") &&
    meshc("How is it?", "status");
} finally {
  ok = meshc("Down again, and nothing is left", "down", "--clean") && ok;
}
console.log(
  ok ? "\nThat was the demo. Next: README.md, and examples/ for larger meshes." : "\nThe demo failed.",
);
process.exitCode = ok ? 0 : 1;
