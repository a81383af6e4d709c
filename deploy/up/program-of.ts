import type { InstanceRecord } from "../state/documents.ts";
import type { Program } from "./find-program.ts";

/** Finds the program that an instance of an engine and minor version is started with; `recorded` is the one that it has. */
export type ProgramOf = (
  engine: string,
  version: string,
  recorded: InstanceRecord["program"],
) => Program | undefined;
