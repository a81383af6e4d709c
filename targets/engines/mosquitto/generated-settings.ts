/** Settings that a manifest cannot give, with what stands there instead and why that wins. */
export interface GeneratedSetting {
  readonly wins: string;
  readonly why: string;
}

const address = {
  wins: "listener",
  why: "every port follows from `listeners` and from the links of the mesh",
};
const rights = {
  wins: "password_file and acl_file",
  why: "who may log in and do what follows from the applications and links",
};
const links = {
  wins: "include_dir",
  why: "which brokers are dialed, and what crosses, follows from the links",
};
const tls = { wins: "certfile and keyfile", why: "encryption follows from the broker's `tls`" };
const log = { wins: "log_dest", why: "the platform takes the log from standard error and keeps it" };
const storing = {
  wins: "persistence",
  why: "sessions are kept in the instance's folder, which the platform gives it",
};
const running = { wins: "user", why: "the platform says as whom and how the broker runs" };
const clients = {
  wins: "set of client ids",
  why: "`verify`, and applications of which several run, log in more than once by one name",
};
const code = {
  wins: "set of files",
  why: "a plugin or a file beside the generated ones could let in anybody",
};

const groups: readonly (readonly [GeneratedSetting, readonly string[]])[] = [
  [
    address,
    ["listener", "port", "bind_address", "bind_interface", "socket_domain", "protocol", "mount_point"],
  ],
  [address, ["http_dir", "websockets_log_level", "websockets_headers_size"]],
  [rights, ["allow_anonymous", "password_file", "acl_file", "per_listener_settings", "psk_file", "psk_hint"]],
  [rights, ["use_identity_as_username", "use_subject_as_username"]],
  [code, ["plugin", "auth_plugin", "auth_plugin_deny_special_chars", "include_dir"]],
  [tls, ["cafile", "capath", "certfile", "keyfile", "crlfile", "ciphers", "ciphers_tls1.3", "dhparamfile"]],
  [tls, ["require_certificate", "tls_version", "tls_engine", "tls_engine_kpass_sha1", "tls_keyform"]],
  [links, ["connection", "address", "addresses", "topic", "start_type", "threshold", "idle_timeout"]],
  [links, ["round_robin", "restart_timeout", "keepalive_interval", "try_private", "cleansession"]],
  [links, ["local_cleansession", "clientid", "local_clientid", "remote_clientid", "local_username"]],
  [links, ["local_password", "remote_username", "remote_password", "username", "password", "notifications"]],
  [
    links,
    ["notifications_local_only", "notification_topic", "bridge_attempt_unsubscribe", "bridge_bind_address"],
  ],
  [links, ["bridge_cafile", "bridge_capath", "bridge_certfile", "bridge_keyfile", "bridge_insecure"]],
  [links, ["bridge_alpn", "bridge_identity", "bridge_psk", "bridge_require_ocsp", "bridge_tls_version"]],
  [links, ["bridge_max_packet_size", "bridge_outgoing_retain", "bridge_protocol_version"]],
  [log, ["log_dest", "log_facility"]],
  [storing, ["persistence", "persistence_file", "persistence_location", "retained_persistence"]],
  [running, ["user", "pid_file"]],
  [clients, ["use_username_as_clientid", "clientid_prefixes", "allow_duplicate_messages"]],
];

/** By name of the setting. */
export const generatedSettings: ReadonlyMap<string, GeneratedSetting> = new Map(
  groups.flatMap(([group, names]) => names.map((name) => [name, group] as const)),
);
