import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";

/** Which bytes lie at a name: it differs after each change that made them others. */
export type Version = string;

/** Bytes as they were read, and which version of them. */
export interface Stored {
  readonly bytes: Uint8Array;
  readonly version: Version;
}

/** Where bytes of a state are read from, by names such as `environments/site.json`. */
export interface ByteSource {
  /** For people: a path or an address. */
  readonly where: string;
  /** Where a name lies, for people. */
  whereIs(name: string): string;
  read(name: string): Promise<Stored | undefined>;
  /** Names directly in a folder, without it, sorted; none where there is no such folder. */
  list(folder: string): Promise<readonly string[]>;
  /** Name under which the bytes from before the last `replace` are kept, where this place keeps them. */
  previous?(name: string): string;
}

/**
 * Where bytes of a state lie: a folder or a bucket. It knows nothing of what they mean.
 * Each change is made whole or not at all. What fails rejects with the system's error or a `PlaceFailure`;
 * `guarded` makes a diagnostic of both.
 */
export interface BytePlace extends ByteSource {
  /** Lays bytes where nothing lies; `undefined` where something does, which stays. */
  create(name: string, bytes: Uint8Array): Promise<Version | undefined>;
  /** Lays bytes in the place of those of a version; `undefined` where others lie by now, which stay. */
  replace(name: string, bytes: Uint8Array, before: Version): Promise<Version | undefined>;
  /** Lays bytes there, whatever lies there. */
  write(name: string, bytes: Uint8Array): Promise<void>;
  /** Removes what lies there, if anything does. */
  remove(name: string): Promise<void>;
  /** Whether a holder of a lock that an earlier boot of a machine of our name took is gone: elsewhere names of machines prove nothing. */
  readonly isOfThisMachine: boolean;
}

/** Why a place could not do something, as what people are told. */
export class PlaceFailure extends Error {
  readonly diagnostic: Diagnostic;

  constructor(diagnostic: Diagnostic) {
    super(diagnostic.message);
    this.name = "PlaceFailure";
    this.diagnostic = diagnostic;
  }
}
