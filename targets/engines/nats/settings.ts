import type { Json } from "../../../compiler/model/json.ts";

/** What a value of a setting may be. Sizes are bytes, or text such as `8MB`; durations text such as `10s`. */
export type SettingType = "size" | "count" | "duration" | "boolean" | "tags" | "words" | readonly string[];

/** A top-level setting of nats-server that a manifest may give. */
export interface Setting {
  readonly name: string;
  readonly type: SettingType;
  /** Whether a reload takes a new value; where not, it is refused as a whole. */
  readonly reloads: boolean;
  /** First minor version that knows it; absent = all. */
  readonly since?: string;
  /** What meshc writes where the manifest says nothing. */
  readonly fallback?: Json;
  /** Least and greatest value: bytes, a count, or milliseconds. */
  readonly least?: number;
  readonly greatest?: number;
}

/** Settings that are passed through, sorted by name. Reload classes as measured on 2.10 to 2.15. */
export const settings: readonly Setting[] = [
  { name: "connect_error_reports", type: "count", reloads: true, least: 1, greatest: 1_000_000 },
  { name: "debug", type: "boolean", reloads: true },
  { name: "disable_sublist_cache", type: "boolean", reloads: false },
  {
    name: "lame_duck_duration",
    type: "duration",
    reloads: false,
    fallback: "30s",
    least: 30_000,
    greatest: 86_400_000,
  },
  {
    name: "lame_duck_grace_period",
    type: "duration",
    reloads: false,
    fallback: "5s",
    least: 1,
    greatest: 86_400_000,
  },
  { name: "logtime", type: "boolean", reloads: true },
  { name: "logtime_utc", type: "boolean", reloads: true },
  { name: "max_closed_clients", type: "count", reloads: false, least: 1, greatest: 10_000_000 },
  { name: "max_connections", type: "count", reloads: true, least: 1, greatest: 10_000_000 },
  { name: "max_control_line", type: "size", reloads: true, least: 512, greatest: 1_048_576 },
  { name: "max_payload", type: "size", reloads: true, fallback: 1_048_576, least: 1, greatest: 67_108_864 },
  { name: "max_pending", type: "size", reloads: false, least: 1_048_576, greatest: 4_294_967_296 },
  { name: "max_subscriptions", type: "count", reloads: false, least: 1, greatest: 1_000_000_000 },
  { name: "max_traced_msg_len", type: "count", reloads: true, least: 1, greatest: 1_048_576 },
  { name: "no_fast_producer_stall", type: "boolean", reloads: true },
  { name: "ping_interval", type: "duration", reloads: true, least: 1_000, greatest: 86_400_000 },
  { name: "ping_max", type: "count", reloads: true, least: 1, greatest: 1_000 },
  { name: "reconnect_error_reports", type: "count", reloads: true, least: 1, greatest: 1_000_000 },
  { name: "server_metadata", type: "words", reloads: false, since: "2.12" },
  { name: "server_tags", type: "tags", reloads: true },
  { name: "write_deadline", type: "duration", reloads: true, least: 1_000, greatest: 3_600_000 },
  { name: "write_timeout", type: ["close", "retry"], reloads: false, since: "2.12" },
];

/** The settings of a broker in the order printed: meshc's own where the manifest is silent, sorted by name. */
export function settingsOf(written: { readonly [key: string]: Json }): readonly (readonly [string, Json])[] {
  return settings.flatMap(({ name, fallback }) => {
    const value = Object.hasOwn(written, name) ? written[name] : fallback;
    return value === undefined ? [] : [[name, value] as const];
  });
}
