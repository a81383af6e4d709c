import { createInterface } from "node:readline";

/**
 * The next line of a stream; `undefined` where it ends first, as at Ctrl-D, or where `stop` comes. The terminal stays as it
 * is, so that Ctrl-C interrupts. Afterwards the stream does not keep the process alive.
 */
export async function readLine(stream: NodeJS.ReadStream, stop: AbortSignal): Promise<string | undefined> {
  const reader = createInterface({ input: stream, terminal: false });
  const line = new Promise<string | undefined>((resolve) => {
    reader.once("line", resolve);
    reader.once("close", () => resolve(undefined));
    stop.addEventListener("abort", () => resolve(undefined), { once: true });
  });
  return line.finally(() => {
    reader.close();
    stream.pause();
  });
}
