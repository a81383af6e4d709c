import type { Json } from "../../../compiler/model/json.ts";

/**
 * What a value of a setting may be. Sizes are bytes, or text such as `8MB`; a lifetime is text such as `14d`; `text` is
 * the rest of a line; a list of words is chosen from.
 */
export type SettingType =
  "size" | "count" | "boolean" | "lifetime" | "text" | { readonly words: readonly string[] };

/** What becomes of a setting when the broker is sent SIGHUP. */
export type ReloadClass = "taken" | "ignored" | "lost";

/** A setting of mosquitto.conf that a manifest may give. */
export interface Setting {
  readonly name: string;
  readonly type: SettingType;
  /**
   * `taken`: a new value holds; `ignored`: the old one stays until a restart; `lost`: after any reload none holds, so
   * that an instance that has it is restarted instead.
   */
  readonly reload: ReloadClass;
  /** What meshc writes where the manifest says nothing. */
  readonly fallback?: Json;
  /** Least and greatest value: bytes, a count, or days. */
  readonly least?: number;
  readonly greatest?: number;
}

/** Bytes of a packet that a broker takes where the manifest says nothing: an event of NATS (1 MiB) with the longest topic. */
export const usualPacket = 1_179_648;

const most = 2_147_483_647;
const logTypes = [
  "error",
  "warning",
  "notice",
  "information",
  "debug",
  "subscribe",
  "unsubscribe",
  "internal",
];

/**
 * Settings that are passed through, sorted by name; reload classes as measured on 2.0.11. `max_connections` is not among
 * them: each connection that ends before it has logged in lets one more in from then on. Events wait for a client that
 * is away, or slow, by the bytes that they take and hardly by their number, whose default of 1000 drops more without a
 * word to who published them; 0, which means any number, makes the broker end the connection of who publishes what it
 * may not. Sessions are saved every minute, by default every half an hour: a broker that is killed loses what came into
 * them since. Sessions that nobody comes back to would be kept for ever. A packet may be as large as an
 * event of NATS (1 MiB) with the longest topic.
 */
export const settings: readonly Setting[] = [
  { name: "allow_zero_length_clientid", type: "boolean", reload: "taken" },
  { name: "auto_id_prefix", type: "text", reload: "taken" },
  { name: "autosave_interval", type: "count", reload: "taken", fallback: 60, least: 1, greatest: most },
  { name: "autosave_on_changes", type: "boolean", reload: "taken" },
  { name: "check_retain_source", type: "boolean", reload: "ignored" },
  { name: "connection_messages", type: "boolean", reload: "taken" },
  { name: "log_timestamp", type: "boolean", reload: "taken" },
  { name: "log_timestamp_format", type: "text", reload: "taken", fallback: "%Y-%m-%dT%H:%M:%S" },
  {
    name: "log_type",
    type: { words: logTypes },
    reload: "taken",
    fallback: ["error", "warning", "notice", "information"],
  },
  { name: "max_inflight_bytes", type: "size", reload: "ignored", least: 0, greatest: most },
  { name: "max_inflight_messages", type: "count", reload: "ignored", least: 0, greatest: 65_535 },
  { name: "max_keepalive", type: "count", reload: "ignored", least: 10, greatest: 65_535 },
  {
    name: "max_packet_size",
    type: "size",
    reload: "ignored",
    fallback: usualPacket,
    least: 1_024,
    greatest: 268_435_455,
  },
  { name: "max_qos", type: "count", reload: "lost", least: 1, greatest: 2 },
  {
    name: "max_queued_bytes",
    type: "size",
    reload: "ignored",
    fallback: 67_108_864,
    least: 0,
    greatest: most,
  },
  {
    name: "max_queued_messages",
    type: "count",
    reload: "ignored",
    fallback: 1_000_000,
    least: 1,
    greatest: most,
  },
  { name: "max_topic_alias", type: "count", reload: "lost", least: 0, greatest: 65_535 },
  { name: "memory_limit", type: "size", reload: "ignored", least: 1_048_576, greatest: most },
  { name: "message_size_limit", type: "size", reload: "taken", least: 1_024, greatest: 268_435_455 },
  {
    name: "persistent_client_expiration",
    type: "lifetime",
    reload: "taken",
    fallback: "7d",
    least: 1,
    greatest: 3_650,
  },
  { name: "queue_qos0_messages", type: "boolean", reload: "taken" },
  { name: "retain_available", type: "boolean", reload: "ignored" },
  { name: "set_tcp_nodelay", type: "boolean", reload: "ignored" },
  { name: "sys_interval", type: "count", reload: "taken", fallback: 10, least: 1, greatest: 65_535 },
  { name: "upgrade_outgoing_qos", type: "boolean", reload: "taken" },
];
