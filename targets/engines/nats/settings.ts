import type { Json } from "../../../compiler/model/json.ts";

/** What a value of a setting may be. Sizes are bytes, or text such as `8MB`; durations text such as `10s`; tags a list, words a map. */
export type SettingType = "size" | "count" | "duration" | "boolean" | "tags" | "words" | readonly string[];

/** A top-level setting of nats-server that a manifest may give. */
export interface Setting {
  readonly name: string;
  readonly type: SettingType;
  /** First minor version whose reload takes a new value; before it, and where absent, only a restart does. */
  readonly reloadsSince?: string;
  /** First minor version that knows it; absent = all. */
  readonly since?: string;
  /** What meshc writes where the manifest says nothing. */
  readonly fallback?: Json;
  /** Least and greatest value: bytes, a count, or milliseconds. */
  readonly least?: number;
  readonly greatest?: number;
}

/**
 * Settings that are passed through, sorted by name. Reload classes as measured on 2.10 to 2.15: a reload of the others
 * is refused as a whole, and one of `server_tags` taken without effect by 2.10 and 2.11.
 */
export const settings: readonly Setting[] = [
  { name: "connect_error_reports", type: "count", reloadsSince: "2.10", least: 1, greatest: 1_000_000 },
  { name: "debug", type: "boolean", reloadsSince: "2.10" },
  { name: "disable_sublist_cache", type: "boolean" },
  {
    name: "lame_duck_duration",
    type: "duration",
    fallback: "30s",
    least: 30_000,
    greatest: 86_400_000,
  },
  {
    name: "lame_duck_grace_period",
    type: "duration",
    fallback: "5s",
    least: 1,
    greatest: 86_400_000,
  },
  { name: "logtime", type: "boolean", reloadsSince: "2.10" },
  { name: "logtime_utc", type: "boolean", reloadsSince: "2.10" },
  { name: "max_closed_clients", type: "count", least: 1, greatest: 10_000_000 },
  { name: "max_connections", type: "count", reloadsSince: "2.10", least: 1, greatest: 10_000_000 },
  { name: "max_control_line", type: "size", reloadsSince: "2.10", least: 512, greatest: 1_048_576 },
  {
    name: "max_payload",
    type: "size",
    reloadsSince: "2.10",
    fallback: 1_048_576,
    least: 1,
    greatest: 67_108_864,
  },
  { name: "max_pending", type: "size", least: 1_048_576, greatest: 4_294_967_296 },
  { name: "max_subscriptions", type: "count", least: 1, greatest: 1_000_000_000 },
  { name: "max_traced_msg_len", type: "count", reloadsSince: "2.10", least: 1, greatest: 1_048_576 },
  { name: "no_fast_producer_stall", type: "boolean", reloadsSince: "2.10" },
  { name: "ping_interval", type: "duration", reloadsSince: "2.10", least: 1_000, greatest: 86_400_000 },
  { name: "ping_max", type: "count", reloadsSince: "2.10", least: 1, greatest: 1_000 },
  { name: "reconnect_error_reports", type: "count", reloadsSince: "2.10", least: 1, greatest: 1_000_000 },
  { name: "server_metadata", type: "words", reloadsSince: "2.12", since: "2.12" },
  { name: "server_tags", type: "tags", reloadsSince: "2.12" },
  { name: "write_deadline", type: "duration", reloadsSince: "2.10", least: 1_000, greatest: 3_600_000 },
  { name: "write_timeout", type: ["close", "retry"], since: "2.12" },
];
