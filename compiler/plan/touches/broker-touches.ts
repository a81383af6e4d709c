import { linksAt } from "../../model/links-at.ts";
import type { FacetChange } from "../differences.ts";
import { instancesTouch, partTouches, processTouch, type Touch, wholeTouch } from "../touch.ts";
import type { Reach } from "./reach.ts";

/** What it reaches that something is said otherwise of a broker: its own parts, and how others know it. */
export function brokerTouches(reach: Reach, name: string, { label, of = "" }: FacetChange): readonly Touch[] {
  const own = (...keys: readonly string[]) => partTouches(name, keys);
  const around = () => neighbours(reach, name);
  switch (label) {
    case "setting":
      return own(`setting ${of}`);
    case "version":
      return own("version");
    case "port":
      return [...own(`listener ${of}`, "cluster"), ...around()];
    case "instances":
    case "host":
      return [instancesTouch(name), ...own("cluster", "process"), ...storage(reach, name), ...around()];
    case "address":
      return [...own("cluster", "tls", ...listeners(reach, name)), ...around()];
    case "storage":
      return storage(reach, name);
    case "tls":
    case "certificate":
      return [...own("tls", "cluster", ...listeners(reach, name)), ...around(), ...known(reach, name)];
    default:
      return [wholeTouch(name), instancesTouch(name), ...storage(reach, name), ...around()];
  }
}

function listeners({ sides }: Reach, name: string): readonly string[] {
  const all = sides.flatMap(({ brokers }) => [...(brokers.get(name)?.listeners.keys() ?? [])]);
  return [...new Set(all)].map((listener) => `listener ${listener}`);
}

/** Hubs that store agree with each other, and lead to what any of them stores. */
function storage({ hubs }: Reach, name: string): readonly Touch[] {
  return [name, ...hubs].flatMap((broker) => partTouches(broker, ["storage"]));
}

/** Who dials a broker, and knows it by who signed its certificate. */
function known({ sides }: Reach, name: string): readonly Touch[] {
  const links = sides.flatMap((side) => linksAt(side.links, name));
  return links.flatMap(({ from, to }) => [from, to].flatMap((end) => partTouches(end, ["tls"])));
}

/** How a broker is known to those at the other ends of its links. */
function neighbours({ sides }: Reach, name: string): readonly Touch[] {
  const links = sides.flatMap((side) => linksAt(side.links, name));
  return links.flatMap((link) => [
    processTouch(link.name),
    ...partTouches(link.from, [`link ${link.name}`, "hubs"]),
    ...partTouches(link.to, ["hubs"]),
  ]);
}
