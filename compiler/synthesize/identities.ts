import { sortedByName } from "../model/compare.ts";
import type { Application, LinkDeclaration, Mesh } from "../model/mesh.ts";
import { placesOf } from "../model/places-of.ts";
import type { Identity, Link, Topology } from "../model/topology.ts";
import type { Engine } from "../target.ts";
import { applicationGrants } from "./grants.ts";
import { dialers, linkGrants, listedGrants, mayCross } from "./link-grants.ts";
import { protocolOf } from "../model/protocol-of.ts";
import { type Storage, storedUses } from "./stored-uses.ts";

/** Who logs in where and may do what: every application, and every link whose kind can be given rights. */
export function synthesizeIdentities(
  mesh: Mesh,
  links: readonly Link[],
  declarations: ReadonlyMap<string, LinkDeclaration>,
  places: Topology["places"],
  storage: Storage,
  engines: ReadonlyMap<string, Engine>,
): readonly Identity[] {
  const identities: Identity[] = [];
  const at = (application: Application) => placesOf({ places }, application);
  const children = dialers(links);
  const stored = storedUses(mesh, at, storage, children, (event, from, to) =>
    mayCross(mesh, event, from, to, declarations),
  );
  for (const application of mesh.applications.values()) {
    identities.push({
      name: `application.${application.name}`,
      kind: "application",
      protocol: protocolOf(application, mesh, engines),
      at: new Map(at(application).map((it) => [it.name, applicationGrants(application, it, mesh)])),
      uses: new Map(at(application).map((it) => [it.name, stored.ofApplication(application)])),
    });
  }
  const grantsOf = linkGrants({ mesh, declarations, ...storage }, at, children);
  for (const link of links) {
    if (!link.kind.filters) continue;
    const uses = stored.ofLink(link);
    const { protocol } = link.kind;
    identities.push({
      name: `link.${link.name}`,
      kind: "link",
      protocol,
      at: listedGrants({ mesh, declarations }, link) ?? grantsOf(link),
      uses,
    });
  }
  return sortedByName(identities);
}
