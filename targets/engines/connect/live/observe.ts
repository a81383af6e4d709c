import type { Observation, Observed } from "../../../../compiler/live.ts";
import { connectedGauge, labels } from "../metrics.ts";
import { read } from "./read.ts";

/** What the process of a link says of itself; the link is there while all its connections are. */
export async function observe({ endpoint }: Observed): Promise<Observation | undefined> {
  const management = endpoint("connect");
  if (!management) return undefined;
  const [version, metrics] = await Promise.all([read(management, "/version"), read(management, "/metrics")]);
  const found = /"version":"(\d+\.\d+\.\d+)"/.exec(version ?? "")?.[1];
  const connections = connectionsOf(metrics ?? "");
  const [any] = connections;
  if (found === undefined || any === undefined) return undefined;
  const wanted = Number(any.labels.get(labels.connections));
  const all = connections.length === wanted && connections.every(({ there }) => there);
  const link = any.labels.get(labels.link) ?? "";
  return {
    instance: any.labels.get(labels.process) ?? "",
    version: found,
    peers: all ? [{ kind: "connect", link }] : [],
  };
}

interface Connection {
  readonly labels: ReadonlyMap<string, string>;
  readonly there: boolean;
}

/** Each connection as a page of metrics has it, in the text format of Prometheus. */
function connectionsOf(page: string): readonly Connection[] {
  const lines = page.matchAll(new RegExp(`^${connectedGauge}\\{(.*)\\} (\\S+)$`, "gm"));
  return [...lines].map(([, written = "", value]) => ({
    labels: new Map(
      [...written.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = "", text = ""]) => [name, text]),
    ),
    there: value === "1",
  }));
}
