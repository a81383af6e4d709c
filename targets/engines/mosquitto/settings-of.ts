import type { Json } from "../../../compiler/model/json.ts";
import { mosquittoText, type MosquittoValue } from "../../kit/mosquitto-value.ts";
import { sizeOf } from "../../kit/size-of.ts";
import { type Setting, settings } from "./settings.ts";

/** A line of mosquitto.conf. */
export type SettingLine = { readonly key: MosquittoValue; readonly value: MosquittoValue };

/** Lines for the whole broker, and those that have to stand below the listener that they are about. */
export interface SettingLines {
  readonly broker: readonly SettingLine[];
  readonly listener: readonly SettingLine[];
}

/**
 * The settings of a broker in the order printed, sorted by name: meshc's own where the manifest is silent. Sizes are
 * bytes, since the program reads digits only; each word of a list has a line of its own.
 */
export function settingsOf(written: { readonly [key: string]: Json }): SettingLines {
  const lines = settings.flatMap((setting) => linesOf(setting, written).map((line) => ({ setting, line })));
  const isOfListener = ({ setting }: { readonly setting: Setting }) => setting.reload === "lost";
  return {
    broker: lines.filter((one) => !isOfListener(one)).map(({ line }) => line),
    listener: lines.filter(isOfListener).map(({ line }) => line),
  };
}

function linesOf(
  { name, type, fallback }: Setting,
  written: { readonly [key: string]: Json },
): readonly SettingLine[] {
  const given = Object.hasOwn(written, name) ? written[name] : fallback;
  const value = type === "size" && given !== undefined ? sizeOf(given) : given;
  if (value === undefined || value === null) return [];
  const values = Array.isArray(value) ? value : [value];
  return values.map((one) => ({ key: mosquittoText(name), value: mosquittoText(String(one)) }));
}
