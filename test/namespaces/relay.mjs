/**
 * `node relay.mjs FOLDER PORT…`, run in a network: for each port a socket `FOLDER/PORT` in the file system, whose
 * connections are dialed anew here, to 127.0.0.1. So whoever connects to the socket is a client in this network.
 */
import { connect, createServer } from "node:net";
import { join } from "node:path";

const [folder = "", ...ports] = process.argv.slice(2);
for (const port of ports) {
  createServer({ allowHalfOpen: true }, (near) => {
    const far = connect({ host: "127.0.0.1", port: Number(port), allowHalfOpen: true });
    for (const [from, to] of [
      [near, far],
      [far, near],
    ]) {
      from.on("error", () => to.destroy());
      from.on("close", () => to.destroy());
      from.pipe(to);
    }
  }).listen(join(folder, port));
}
