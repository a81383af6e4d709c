import { constants } from "node:fs";
import {
  access,
  chmod,
  link,
  lstat,
  mkdir,
  open,
  readFile,
  readdir,
  realpath,
  rename,
  rm,
  stat,
  unlink,
} from "node:fs/promises";
import { dirname } from "node:path";
import { randomUUID } from "node:crypto";
import type { HostFiles, WriteOptions } from "./host.ts";

/** Files of this machine, through Node. */
export const nodeFiles: HostFiles = {
  read,
  size,
  readEnd,
  mode,
  write,
  create,
  makeFolder,
  list,
  rename: renameIfThere,
  remove,
  realPath,
  isExecutable,
};

async function read(path: string): Promise<Uint8Array | undefined> {
  return orIfMissing(readFile(path), undefined);
}

async function size(path: string): Promise<number | undefined> {
  const found = await orIfMissing(stat(path), undefined);
  return found && (found.isFile() ? found.size : Infinity);
}

async function readEnd(path: string, count: number): Promise<Uint8Array> {
  const file = await orIfMissing(open(path, "r"), undefined);
  if (!file) return new Uint8Array();
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(count), 0, count, Math.max(0, size - count));
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function mode(path: string): Promise<number | undefined> {
  const found = await orIfMissing(stat(path), undefined);
  return found && found.mode & 0o777;
}

async function write(path: string, bytes: Uint8Array, options: WriteOptions): Promise<void> {
  const beside = `${path}.next`;
  await orIfMissing(unlink(beside), undefined);
  try {
    await writeNew(beside, bytes, options.mode);
    if (options.keepPrevious) await keepPrevious(path);
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

async function create(path: string, bytes: Uint8Array): Promise<boolean> {
  const beside = `${path}.${randomUUID()}.next`;
  try {
    await writeNew(beside, bytes, 0o600);
    await link(beside, path);
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  } finally {
    await rm(beside, { force: true });
  }
  await syncFolder(dirname(path));
  return true;
}

/** A full disk can cut a write short without an error, so what was written is read back before anyone relies on it. */
async function writeNew(path: string, bytes: Uint8Array, mode: number): Promise<void> {
  const file = await open(path, "wx+", 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
    const written = Buffer.alloc(bytes.byteLength + 1);
    const { bytesRead } = await file.read(written, 0, written.byteLength, 0);
    if (bytesRead !== bytes.byteLength || !written.subarray(0, bytesRead).equals(bytes)) {
      throw new Error(`${path} does not hold what was written into it; is the disk full?`);
    }
    await file.chmod(mode);
  } finally {
    await file.close();
  }
}

async function keepPrevious(path: string): Promise<void> {
  const beside = `${path}.previous.next`;
  await orIfMissing(unlink(beside), undefined);
  try {
    await link(path, beside);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return;
    throw error;
  }
  await rename(beside, `${path}.previous`);
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function makeFolder(path: string, wanted: number): Promise<void> {
  await mkdir(path, { recursive: true, mode: wanted });
  if ((await mode(path)) !== wanted) await chmod(path, wanted);
}

async function list(path: string): Promise<readonly string[]> {
  const names = await orIfMissing(readdir(path), []);
  return names.toSorted();
}

async function renameIfThere(from: string, to: string): Promise<void> {
  await orIfMissing(rename(from, to), undefined);
}

async function remove(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true });
}

async function realPath(path: string): Promise<string> {
  return orIfMissing(realpath(path), path);
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return !(await lstat(await realpath(path))).isDirectory();
  } catch {
    return false;
  }
}

async function orIfMissing<T, M>(work: Promise<T>, missing: M): Promise<T | M> {
  try {
    return await work;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return missing;
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
