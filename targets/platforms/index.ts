import type { Platform } from "../../compiler/target.ts";
import { process } from "./process/process.ts";

/** Every platform that artifacts can be printed for. */
export const platforms: readonly Platform[] = [process];
