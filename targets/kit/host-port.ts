import type { Endpoint } from "../../compiler/model/address.ts";

/** `host:port` as servers and urls write it; IPv6 addresses in brackets (RFC 3986). */
export function hostPort(endpoint: Endpoint): string {
  const host = endpoint.host.includes(":") ? `[${endpoint.host}]` : endpoint.host;
  return `${host}:${endpoint.port}`;
}
