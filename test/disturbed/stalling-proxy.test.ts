import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { freePorts } from "../nats/free-ports.ts";
import { pause, until } from "../nats/until.ts";
import { startProxy } from "./stalling-proxy.ts";

/** An echo behind a proxy. */
async function proxiedEcho(rewrite: (chunk: Buffer) => Buffer = (chunk) => chunk) {
  const [port = 0, target = 0] = await freePorts(2);
  const accepted = new Set<Socket>();
  const echo = createServer((socket) => {
    accepted.add(socket);
    socket.on("error", () => undefined);
    socket.pipe(socket);
  });
  echo.listen(target, "127.0.0.1");
  await once(echo, "listening");
  const proxy = await startProxy(port, target, rewrite);
  onTestFinished(async () => {
    await proxy.close();
    for (const socket of accepted) socket.destroy();
    echo.close();
  });
  return { proxy, port };
}

/** A client and what came back to it. */
function dial(port: number) {
  const client = { socket: connect({ host: "127.0.0.1", port }), text: "", ended: false };
  client.socket.on("error", () => undefined);
  client.socket.on("data", (chunk) => (client.text += chunk.toString()));
  client.socket.once("close", () => (client.ended = true));
  onTestFinished(() => void client.socket.destroy());
  return client;
}

test("bytes that are kept back come once they may flow, and no end sees its connection end", async () => {
  const { proxy, port } = await proxiedEcho();
  const client = dial(port);
  client.socket.write("one ");
  expect(await until(() => client.text === "one ", 2_000)).toBe(true);
  proxy.stall();
  client.socket.write("two ");
  const later = dial(port);
  later.socket.write("three");
  await pause(200);
  expect([client.text, client.ended, later.text, later.ended]).toEqual(["one ", false, "", false]);
  proxy.flow();
  expect(await until(() => client.text === "one two " && later.text === "three", 2_000)).toBe(true);
});

test("a cut ends connections and refuses new ones until it is mended", async () => {
  const { proxy, port } = await proxiedEcho();
  const client = dial(port);
  client.socket.write("one");
  expect(await until(() => client.text === "one", 2_000)).toBe(true);
  await proxy.cut();
  const refused = dial(port);
  expect(await until(() => client.ended && refused.ended, 2_000)).toBe(true);
  await proxy.mend();
  const again = dial(port);
  again.socket.write("two");
  expect(await until(() => again.text === "two", 2_000)).toBe(true);
});

test("what was kept back is lost with a connection that is cut", async () => {
  const { proxy, port } = await proxiedEcho();
  const client = dial(port);
  client.socket.write("one");
  expect(await until(() => client.text === "one", 2_000)).toBe(true);
  proxy.stall();
  client.socket.write("lost");
  await proxy.cut();
  proxy.flow();
  await proxy.mend();
  const again = dial(port);
  again.socket.write("two");
  expect(await until(() => again.text === "two", 2_000)).toBe(true);
  expect([client.text, client.ended]).toEqual(["one", true]);
});

test("chunks are rewritten both ways", async () => {
  const { port } = await proxiedEcho((chunk) => Buffer.from(chunk.toString().replace("a", "ab")));
  const client = dial(port);
  client.socket.write("a");
  expect(await until(() => client.text === "abb", 2_000)).toBe(true);
});
