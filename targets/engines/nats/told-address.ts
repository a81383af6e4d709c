import type { Addressing, Endpoint } from "../../../compiler/model/address.ts";
import { factsOf } from "./versions.ts";

/**
 * The address that a server tells those that dial it over leaf links, or `undefined` where it tells none. Leaves of
 * before 2.15 that are told nothing take the port for another, and up to 2.14 the server tells its own by itself (2.10
 * to 2.15). It is the address by which other environments dial it, whoever dials it and from wherever, so that who comes
 * or goes changes nothing here: only an address or a port that the hub itself declares does, and takes a restart. Where
 * a host has another address within its own environment, leaves there of before 2.14 try this one first as they link
 * again, and then the one that they dial; newer ones are told to ignore it (`ignore_discovered_servers`).
 */
export function toldAddress(instance: string, version: string, addressing: Addressing): Endpoint | undefined {
  if (!factsOf(version)?.tellsNothing) return undefined;
  const told = addressing.dial(instance, "leafnode");
  // Nobody declared any: whoever dials it has to be given one first.
  return told.host === "" ? undefined : told;
}
