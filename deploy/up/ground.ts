import type { Names } from "../../compiler/model/names.ts";
import type { Host } from "../host/host.ts";
import type { LookUp } from "./instance-files.ts";
import type { Limits } from "./limits.ts";
import type { UpFolder } from "./up-folder.ts";

/** What every step that changes an instance needs. */
export interface Ground {
  readonly host: Host;
  readonly folder: UpFolder;
  readonly lookUp: LookUp;
  readonly limits: Limits;
  /** What entries are called that are known by other keys; absent = all by their names. */
  readonly names?: Names;
  /** Whether the user wants to stop: waiting ends, and nothing new is begun. */
  readonly interrupted: () => boolean;
}
