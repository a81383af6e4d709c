import { resolve } from "node:path";
import type { Host } from "../host/host.ts";
import type { Found } from "./found.ts";

const mostBytes = 2 ** 20;

/** `file:PATH`: the text of a file, without the line end that editors put last. */
export async function readSecretFile(host: Host, folder: string, path: string): Promise<Found> {
  const file = resolve(folder, path);
  try {
    const size = await host.files.size(file);
    if (size === undefined) return { why: `there is no file ${file}`, fix: relativePaths };
    if (size === Infinity) return { why: `${file} is no plain file`, fix: "Refer to a file with the value." };
    if (size > mostBytes) {
      return { why: `${file} is larger than 1 MiB`, fix: "Refer to a file with nothing but the value." };
    }
    const bytes = await host.files.read(file);
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return { value: text.replace(/\r?\n$/, "") };
  } catch (error) {
    if (error instanceof TypeError) return { why: `${file} is no text in UTF-8`, fix: "Write it as UTF-8." };
    return unreadable(file, error);
  }
}

const relativePaths = "Put it there, or mend the path: it is relative to the manifest's folder.";

function unreadable(file: string, error: unknown): Found<never> {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code !== "EACCES" && code !== "EPERM") {
    return { why: `${file} cannot be read`, fix: "Look at what the path leads to." };
  }
  return { why: `this user may not read ${file}`, fix: `Give it the right to: \`chmod u+r\`, \`chown\`.` };
}
