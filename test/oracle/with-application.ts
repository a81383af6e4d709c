import type { AbstractApplication, AbstractMesh } from "./abstract-mesh.ts";

/** A mesh with one application more, or another one of its name. */
export function withApplication(mesh: AbstractMesh, name: string, entry: AbstractApplication): AbstractMesh {
  return { ...mesh, applications: { ...mesh.applications, [name]: entry } };
}
