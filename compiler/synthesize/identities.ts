import { sortedByName } from "../model/compare.ts";
import type { LinkDeclaration, Mesh } from "../model/mesh.ts";
import type { Identity, Link } from "../model/topology.ts";
import { applicationGrants } from "./grants.ts";
import { linkGrants } from "./link-grants.ts";

/** Who logs in where and may do what: every application, and every link whose kind can be given rights. */
export function synthesizeIdentities(
  mesh: Mesh,
  links: readonly Link[],
  declarations: ReadonlyMap<string, LinkDeclaration>,
): readonly Identity[] {
  const identities: Identity[] = [];
  for (const application of mesh.applications.values()) {
    const at = new Map([[application.broker.name, applicationGrants(application, mesh)]]);
    identities.push({ name: `application.${application.name}`, kind: "application", at });
  }
  const grantsOf = linkGrants(mesh, links, declarations);
  for (const link of links) {
    if (link.kind.filters) identities.push({ name: `link.${link.name}`, kind: "link", at: grantsOf(link) });
  }
  return sortedByName(identities);
}
