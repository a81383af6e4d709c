import type { Broker } from "../../../compiler/model/mesh.ts";
import { settingsOf } from "./settings-of.ts";

/** Bytes of the largest payload that a broker takes: `max_payload`, 1 MiB where the manifest says nothing. */
export function largestEvent({ settings }: Broker): number {
  const [, bytes] = settingsOf(settings).find(([name]) => name === "max_payload") ?? [];
  return typeof bytes === "number" ? bytes : Infinity;
}
