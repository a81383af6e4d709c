import type { Host } from "../host/host.ts";

/** What reading secrets needs. */
export interface Reading {
  readonly host: Host;
  /** Folder of the manifest: relative paths begin there, and programs run there. */
  readonly folder: string;
  /** What programs see of our environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** How long a program or a server may take for one secret. */
  readonly seconds: number;
}
