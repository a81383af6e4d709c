/** Settings that a manifest cannot give, with what stands there instead and why that wins. */
export interface GeneratedSetting {
  readonly wins: string;
  readonly why: string;
}

const address = {
  wins: "listeners",
  why: "every port follows from `listeners` and from the links of the mesh",
};
const rights = {
  wins: "accounts",
  why: "who may log in and do what follows from the applications and links",
};
const clustering = { wins: "links", why: "which servers know each other follows from the brokers and links" };
const log = { wins: "log", why: "the platform takes the log from standard error and keeps it" };
const storing = { wins: "storage", why: "what is stored where follows from domains and `storage`" };
const trace = { wins: "log", why: "it would write events into the log, past every right and residency" };
const tls = { wins: "tls", why: "encryption follows from the broker's `tls`" };

const groups: readonly (readonly [GeneratedSetting, readonly string[]])[] = [
  [
    address,
    [
      "listen",
      "host",
      "net",
      "port",
      "http",
      "https",
      "http_port",
      "https_port",
      "monitor_port",
      "http_base_path",
    ],
  ],
  [address, ["client_advertise", "websocket", "ws", "proxy_protocol", "proxies"]],
  [{ wins: "server_name", why: "links and `verify` know each server by its instance name" }, ["server_name"]],
  [rights, ["accounts", "authorization", "system_account", "system", "no_system_account", "no_system"]],
  [rights, ["no_sys_acc", "no_auth_user", "operator", "operators", "resolver", "account_resolver"]],
  [rights, ["accounts_resolver", "resolver_preload", "resolver_pinned_accounts", "resolver_tls", "trusted"]],
  [rights, ["trusted_keys", "default_sentinel", "mappings", "maps", "root", "roots", "root_operator"]],
  [rights, ["root_operators"]],
  [clustering, ["cluster", "gateway", "leaf", "leafnodes"]],
  [storing, ["jetstream", "store_dir", "storedir", "default_js_domain"]],
  [log, ["logfile", "log_file", "logfile_size_limit", "log_size_limit", "logfile_max_num", "log_max_num"]],
  [log, ["syslog", "remote_syslog", "pidfile", "pid_file", "ports_file_dir"]],
  [trace, ["trace", "trace_verbose", "trace_headers"]],
  [tls, ["tls", "allow_non_tls", "ocsp", "ocsp_cache"]],
  [{ wins: "list of files", why: "a file beside the generated ones could hold anything" }, ["include"]],
  [{ wins: "headers", why: "`verify` proves flows by a header of its own" }, ["no_header_support"]],
];

/** By name of the setting. */
export const generatedSettings: ReadonlyMap<string, GeneratedSetting> = new Map(
  groups.flatMap(([group, names]) => names.map((name) => [name, group] as const)),
);
