import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { until } from "../stored/patience.mjs";

/** Starts a program in a folder and waits until it takes connections at a port. */
export async function start(name, program, parameters, folder, port) {
  const log = openSync(join(folder, `${name}.log`), "a");
  const child = spawn(program, parameters, { cwd: folder, stdio: ["ignore", log, log] });
  closeSync(log);
  const ended = new Promise((done) => child.once("exit", done));
  const stop = async () => {
    child.kill("SIGTERM");
    const hard = setTimeout(() => child.kill("SIGKILL"), 5_000);
    await ended;
    clearTimeout(hard);
  };
  await until(() => takes(port), 20, `${name} in ${folder}`);
  return { pid: child.pid, stop };
}

/** Ports of loopback that are free now. */
export async function freePorts(count) {
  const servers = await Promise.all(Array.from({ length: count }, listening));
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

function listening() {
  return new Promise((done) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => done(server));
  });
}

function takes(port) {
  return new Promise((done) => {
    const socket = connect(port, "127.0.0.1", () => (socket.destroy(), done(true)));
    socket.once("error", () => done(false));
  });
}
