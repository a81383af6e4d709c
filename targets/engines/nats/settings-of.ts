import type { Json } from "../../../compiler/model/json.ts";
import { sizeOf } from "../../kit/size-of.ts";
import { settings } from "./settings.ts";

/**
 * The settings of a broker in the order printed, sorted by name: meshc's own where the manifest is silent. Sizes are
 * bytes, since the server takes no quoted ones.
 */
export function settingsOf(written: { readonly [key: string]: Json }): readonly (readonly [string, Json])[] {
  return settings.flatMap(({ name, type, fallback }) => {
    const given = Object.hasOwn(written, name) ? written[name] : fallback;
    const value = type === "size" && given !== undefined ? sizeOf(given) : given;
    return value === undefined ? [] : [[name, value] as const];
  });
}
