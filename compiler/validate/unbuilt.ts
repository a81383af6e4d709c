import { notBuiltYet } from "../diagnostics/codes/validate.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import type { Json } from "../model/json.ts";
import type { Path } from "../source/path.ts";
import { placeTree, visit } from "./visit.ts";

/** A part of the language that the schema knows and nothing carries out. */
export interface Unbuilt {
  /** Keys joined by `/`, with `*` for any name or item. */
  readonly place: string;
  /** Which values are meant; absent = the key itself, whatever its value. */
  readonly when?: (value: Json) => boolean;
  /** What is not built, as the message names it. */
  readonly what: string;
}

/** Values that are not known at all are the schema's to report. */
const isOneOf =
  (...values: readonly Json[]) =>
  (value: Json): boolean =>
    values.includes(value);
const isOtherStore = (value: Json): boolean =>
  typeof value === "string" && /^(kubernetes|ssh):\S/.test(value);

/** Keys that a domain and each of its events can have. */
function terms(place: string): readonly Unbuilt[] {
  return [
    {
      place: `${place}/compatibility`,
      when: isOneOf("backward", "forward", "full"),
      what: "checks of payload schemas (`compatibility`)",
    },
  ];
}

const listeners = ["amqp", "kafka", "websocket", "metrics", "distribution", "controller"];

/** The one list of what is not built. A line goes when its effect comes. */
export const unbuilt: readonly Unbuilt[] = [
  { place: "connectors", what: "connectors" },
  {
    place: "brokers/*/engine",
    when: isOneOf("rabbitmq", "kafka"),
    what: "engines other than mosquitto and nats",
  },
  { place: "brokers/*/managed", when: isOneOf(false), what: "brokers that others run (`managed: false`)" },
  { place: "brokers/*/endpoints", what: "brokers that others run (`endpoints`)" },
  { place: "brokers/*/credentials", what: "brokers that others run (`credentials`)" },
  { place: "brokers/*/provision", what: "provisioning of streams and consumers (`provision`)" },
  { place: "brokers/*/runtime", what: "ways to bring an engine onto a host (`runtime`)" },
  { place: "brokers/*/storage/class", what: "kinds of volumes (`class`)" },
  { place: "brokers/*/storage/path", what: "folders of stored events (`path`)" },
  { place: "brokers/*/resources", what: "limits of memory and processors (`resources`)" },
  {
    place: "brokers/*/tls/certificates",
    when: isOneOf("cert-manager"),
    what: "certificates by cert-manager; only `generated` and references to your own are",
  },
  { place: "brokers/*/listeners/*/expose", what: "exposure of listeners (`expose`)" },
  { place: "brokers/*/listeners/*/external", what: "external addresses of listeners (`external`)" },
  ...listeners.map((name) => ({ place: `brokers/*/listeners/${name}`, what: `the listener "${name}"` })),
  ...terms("domains/*"),
  ...terms("domains/*/events/*"),
  {
    place: "applications/*/protocol",
    when: isOneOf("amqp", "kafka"),
    what: "protocols other than mqtt and nats",
  },
  {
    place: "applications/*/credentials/kubernetes",
    what: "credentials put into Kubernetes by meshc (`credentials.kubernetes`)",
  },
  {
    place: "links/*/via",
    when: isOneOf("federation", "mirror"),
    what: "kinds of links other than bridge, connect, gateway and leafnode",
  },
  { place: "policies/*/survive", what: "the rule `survive`" },
  { place: "policies/*/maxLatency", what: "the rule `maxLatency`" },
  { place: "policies/*/assume", what: "the rule `maxLatency` (`assume`)" },
  { place: "policies/*/requireSchema", what: "the rule `requireSchema`" },
  { place: "policies/*/requireContact", what: "the rule `requireContact`" },
  { place: "policies/*/maxRetention", what: "the rule `maxRetention`" },
  {
    place: "state/store",
    when: isOtherStore,
    what: "stores other than `file:` and `s3:`",
  },
  { place: "environments/*/renamedFrom", what: "renames of environments (`renamedFrom`)" },
];

const places = placeTree(unbuilt);

/** Places of what is not built, with nothing reported. */
export function unbuiltPlaces(data: Json): readonly Path[] {
  const found: Path[] = [];
  visit(data, places, ({ when }, value, path) => {
    if (!when || when(value)) found.push(path);
  });
  return found;
}

/**
 * Reports every use of what is not built, at the key, or at the value where only some values are not built. Returns
 * the places below which nothing else is worth reporting.
 */
export function checkUnbuilt(data: Json, report: Reporter): readonly Path[] {
  const refused: Path[] = [];
  visit(data, places, ({ when, what }, value, path) => {
    if (when && !when(value)) return;
    report.report(notBuiltYet, { what }, { path, on: when ? "value" : "key" });
    refused.push(path);
  });
  return refused;
}
