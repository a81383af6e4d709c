import { sortedByName } from "../model/compare.ts";
import type { LinkDeclaration, Mesh } from "../model/mesh.ts";
import type { Identity, Link, Topology } from "../model/topology.ts";
import { applicationGrants } from "./grants.ts";
import { dialers, linkGrants, mayCross } from "./link-grants.ts";
import { storedUses } from "./stored-uses.ts";

/** Who logs in where and may do what: every application, and every link whose kind can be given rights. */
export function synthesizeIdentities(
  mesh: Mesh,
  links: readonly Link[],
  declarations: ReadonlyMap<string, LinkDeclaration>,
  { streams, durables }: Pick<Topology, "streams" | "durables">,
): readonly Identity[] {
  const identities: Identity[] = [];
  const children = dialers(links);
  const stored = storedUses(mesh, streams, durables, children, (event, from, to) =>
    mayCross(mesh, event, from, to, declarations),
  );
  for (const application of mesh.applications.values()) {
    const broker = application.broker.name;
    const at = new Map([[broker, applicationGrants(application, mesh)]]);
    const uses = new Map([[broker, stored.ofApplication(application)]]);
    identities.push({ name: `application.${application.name}`, kind: "application", at, uses });
  }
  const grantsOf = linkGrants(mesh, children, declarations);
  for (const link of links) {
    if (!link.kind.filters) continue;
    const uses = stored.ofLink(link);
    identities.push({ name: `link.${link.name}`, kind: "link", at: grantsOf(link), uses });
  }
  return sortedByName(identities);
}
