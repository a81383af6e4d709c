import type { Platform } from "../../../compiler/target.ts";
import { print } from "./print.ts";

/** Child processes on this machine: for each instance its files, and `process.json`, which says how to run it. */
export const process: Platform = { name: "process", print };
