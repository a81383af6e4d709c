/**
 * `node reach.mjs HOST PORT`, run in a network: tries to open a TCP connection and prints `connected`, the system's
 * error, or `no answer` after two seconds.
 */
import { connect } from "node:net";

const [host = "", port] = process.argv.slice(2);
const end = (words) => {
  console.log(words);
  process.exit(0);
};
const socket = connect({ host, port: Number(port) });
socket.once("connect", () => end("connected"));
socket.once("error", (error) => end(error.code));
setTimeout(() => end("no answer"), 2_000);
