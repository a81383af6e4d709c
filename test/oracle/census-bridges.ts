import type { AbstractMesh } from "./abstract-mesh.ts";
import { engineOf, protocolOf } from "./unlike-engines.ts";
import type { Verdict } from "./verdict.ts";

/** What there is of bridges and of who speaks MQTT in a mesh that is right. */
export function bridgeCounts(
  mesh: AbstractMesh,
  { errors, links, bridges, rights, flows }: Verdict,
): readonly (readonly [string, number])[] {
  if (errors.length > 0) return [];
  const made = links.filter(({ kind }) => kind === "bridge");
  const carriers = links.filter(({ kind }) => kind === "connect");
  const dialers = new Set(carriers.map(({ ends }) => ends[0]));
  const engines = made.map(({ ends }) => engineOf(mesh, ends[1] ?? ""));
  const ofOne = (name: string) => bridges.filter(({ link }) => link === name);
  const carrying = bridges.filter(({ up, down }) => up.needed.size + down.needed.size > 0);
  const bringing = bridges.filter(({ brings }) => brings.length > 0);
  const unbringing = bridges.filter(({ link, brings }) =>
    bringing.some((other) => other.link === link && other.brings.length > brings.length),
  );
  const isBoth = ({ up, down }: Verdict["bridges"][number]) => up.needed.size > 0 && down.needed.size > 0;
  const isExact = ({ needed, allowed }: Verdict["bridges"][number]["up"]) =>
    needed.size > 0 && needed.size === allowed.size;
  const isUneven = (name: string) =>
    new Set(ofOne(name).map(({ up, down }) => [...up.needed, "", ...down.needed].join(" "))).size > 1;
  const crossed = new Set(made.map(({ ends }) => ends[0]));
  const roaming = rights.filter(
    ({ identity, broker }) =>
      mesh.applications[identity.replace("application.", "")]?.broker === "any" && crossed.has(broker),
  );
  return [
    ["meshes with a Mosquitto", made.length + carriers.length > 0 ? 1 : 0],
    ["meshes with a link by connect", carriers.length > 0 ? 1 : 0],
    ["links by connect", carriers.length],
    ["links by connect with standby", carriers.filter(({ ends }) => ends.length > 2).length],
    ["links by connect that bring something down", new Set(bringing.map(({ link }) => link)).size],
    ["targets of links by connect that bring less", unbringing.length],
    [
      "flows up a link by connect",
      flows.filter(({ path }) => path.length > 1 && dialers.has(path[0])).length,
    ],
    [
      "flows down a link by connect",
      flows.filter(({ path }) => path.length > 1 && dialers.has(path.at(-1))).length,
    ],
    ["bridges", made.length],
    ["bridges to NATS", engines.filter((engine) => engine === "nats").length],
    ["bridges to Mosquitto", engines.filter((engine) => engine === "mosquitto").length],
    ["bridges with standby", made.filter(({ ends }) => ends.length > 2).length],
    ["targets of bridges where something crosses", carrying.length],
    ["targets of bridges where something crosses each way", carrying.filter(isBoth).length],
    [
      "directions that carry no more than they have to",
      bridges.flatMap(({ up, down }) => [up, down]).filter(isExact).length,
    ],
    ["bridges that carry other events to standby targets", made.filter(({ name }) => isUneven(name)).length],
    ["rights of roaming readers behind bridges", roaming.length],
    [
      "flows over bridges",
      flows.filter(({ path }) => path.some((at) => crossed.has(at)) && path.length > 1).length,
    ],
    ["applications that speak MQTT at NATS", speakersAt(mesh, "nats")],
    ["applications that speak MQTT at Mosquitto", speakersAt(mesh, "mosquitto")],
  ];
}

function speakersAt(mesh: AbstractMesh, engine: string): number {
  return Object.entries(mesh.applications).filter(
    ([name, { broker }]) =>
      protocolOf(mesh, name) === "mqtt" &&
      broker !== "any" &&
      [broker].flat().some((at) => engineOf(mesh, at) === engine),
  ).length;
}
