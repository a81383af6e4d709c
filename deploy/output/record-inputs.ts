import { compare } from "../../compiler/model/compare.ts";
import { limits } from "../../compiler/source/limits.ts";
import type { FolderEntry, ReadOutcome, SourceReader } from "../../compiler/source/source-reader.ts";
import { sha256 } from "./file-hash.ts";
import type { Inputs, ListedInput, ReadInput } from "./memo.ts";

/** A reader that remembers what was read and listed through it. */
export interface RecordingReader extends SourceReader {
  inputs(): Inputs;
}

/** Reads through another reader and remembers what it answered. */
export function recordInputs(reader: SourceReader): RecordingReader {
  const reads: ReadInput[] = [];
  const lists: ListedInput[] = [];
  const record = (how: ReadInput["how"]) => (name: string, limit: number) => {
    const outcome = reader[how](name, limit);
    reads.push({ how, name, outcome: hashOfRead(outcome) });
    return outcome;
  };
  return {
    read: record("read"),
    readNamed: record("readNamed"),
    nameOf: (path) => reader.nameOf(path),
    list(folder) {
      const entries = reader.list(folder);
      lists.push({ folder, outcome: hashOfList(entries) });
      return entries;
    },
    inputs: () => ({ reads, lists }),
  };
}

/** Whether a reader answers now as it did then, by content, without parsing anything. */
export function sameInputs(reader: SourceReader, inputs: Inputs): boolean {
  return (
    inputs.lists.every(({ folder, outcome }) => hashOfList(reader.list(folder)) === outcome) &&
    inputs.reads.every(
      ({ how, name, outcome }) => hashOfRead(reader[how](name, limits.fileBytes)) === outcome,
    )
  );
}

function hashOfRead(outcome: ReadOutcome): string {
  return outcome.kind === "ok" ? sha256(outcome.bytes) : outcome.kind;
}

function hashOfList(entries: readonly FolderEntry[]): string {
  return sha256(JSON.stringify(entries.map(({ name, kind }) => `${name}\0${kind}`).toSorted(compare)));
}
