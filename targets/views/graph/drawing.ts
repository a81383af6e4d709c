import type { Graph } from "./graph.ts";

/** A graph laid out for a drawing language: every node has an id of ours, and a name stands only in a label. */
export interface Drawing {
  readonly title: string;
  readonly boxes: readonly DrawnBox[];
  readonly lines: readonly DrawnLine[];
}

/** An environment with what stands in it. */
export interface DrawnBox {
  readonly id: string;
  readonly label: readonly string[];
  readonly nodes: readonly DrawnNode[];
}

export interface DrawnNode {
  readonly id: string;
  readonly label: readonly string[];
  readonly kind: "hub" | "edge" | "application";
}

/** `standby` and `attachment` are drawn thinner than an active `link`. */
export interface DrawnLine {
  readonly from: string;
  readonly to: string;
  readonly label: readonly string[];
  readonly kind: "link" | "standby" | "attachment";
  /** Whether the direction says anything: who dials. */
  readonly directed: boolean;
}

/** Gives everything an id, `n1`, `n2`, … in the order of the graph, and labels of a few short lines. */
export function drawingOf(graph: Graph): Drawing {
  const ids = idsOf(graph);
  const id = (kind: string, name: string): string => ids.get(`${kind} ${name}`) ?? "n0";
  return {
    title: graph.mesh,
    boxes: graph.environments.map((environment) => ({
      id: id("environment", environment.name),
      label: [environment.name, placeOf(environment)].filter((line) => line !== ""),
      nodes: nodesIn(graph, environment.name, id),
    })),
    lines: [...linkLines(graph, id), ...attachments(graph, id)],
  };
}

type IdOf = (kind: string, name: string) => string;

function idsOf(graph: Graph): ReadonlyMap<string, string> {
  const keys = [
    ...graph.environments.map(({ name }) => `environment ${name}`),
    ...graph.brokers.map(({ name }) => `broker ${name}`),
    ...graph.applications.map(({ name }) => `application ${name}`),
  ];
  return new Map(keys.map((key, index) => [key, `n${index + 1}`]));
}

function placeOf({ region, residency, dialable }: Graph["environments"][number]): string {
  const parts = [region, residency && `residency ${residency}`, dialable ? undefined : "dials out only"];
  return parts.filter((part) => part !== undefined).join(", ");
}

function nodesIn(graph: Graph, environment: string, id: IdOf): readonly DrawnNode[] {
  const brokers = graph.brokers.filter((broker) => broker.environment === environment);
  const names = new Set(brokers.map(({ name }) => name));
  return [
    ...brokers.map(({ name, role, engine, version, instances }): DrawnNode => ({
      id: id("broker", name),
      label: [name, `${engine} ${version}${instances > 1 ? ` x ${instances}` : ""}`],
      kind: role === "hub" ? "hub" : "edge",
    })),
    ...graph.applications
      .filter(({ brokers: [first = ""] }) => names.has(first))
      .map(({ name, team }): DrawnNode => ({
        id: id("application", name),
        label: [name, team],
        kind: "application",
      })),
  ];
}

function linkLines(graph: Graph, id: IdOf): readonly DrawnLine[] {
  return graph.links.flatMap(({ from, to, standby, via, domains, mutual }) => {
    const label = domains ? [via, domains.join(", ")] : [via];
    const active: DrawnLine = {
      from: id("broker", from),
      to: id("broker", to),
      label,
      kind: "link",
      directed: !mutual,
    };
    return [
      active,
      ...standby.map((target): DrawnLine => ({
        from: id("broker", from),
        to: id("broker", target),
        label: ["standby"],
        kind: "standby",
        directed: true,
      })),
    ];
  });
}

const mostEvents = 3;

/**
 * What an application does at its broker: the arrow to it carries what is published, the one from it what is read. One
 * that roams stands at the first broker where it may be, with a thin line to each other one.
 */
function attachments(graph: Graph, id: IdOf): readonly DrawnLine[] {
  return graph.applications.flatMap(({ name, brokers: [first = "", ...others], publish, subscribe }) => {
    const [application, node] = [id("application", name), id("broker", first)];
    return [
      ...attachment(application, node, publish),
      ...attachment(node, application, subscribe),
      ...others.map((other): DrawnLine => ({
        from: application,
        to: id("broker", other),
        label: ["or here"],
        kind: "standby",
        directed: false,
      })),
    ];
  });
}

function attachment(from: string, to: string, events: readonly string[]): readonly DrawnLine[] {
  return events.length === 0
    ? []
    : [{ from, to, label: shorten(events), kind: "attachment", directed: true }];
}

function shorten(events: readonly string[]): readonly string[] {
  const rest = events.length - mostEvents;
  return rest > 0 ? [...events.slice(0, mostEvents), `and ${rest} more`] : events;
}
