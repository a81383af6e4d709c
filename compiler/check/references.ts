import type { Application, Mesh, Reference } from "../model/mesh.ts";

/** A reference of an application, with where it stands. */
export interface PlacedReference {
  readonly application: Application;
  readonly action: "publish" | "subscribe";
  readonly reference: Reference;
  readonly path: readonly (string | number)[];
}

/** Every entry of `publish` and `subscribe`. */
export function* referencesOf(mesh: Mesh): Generator<PlacedReference> {
  for (const application of mesh.applications.values()) {
    for (const action of ["publish", "subscribe"] as const) {
      for (const reference of application[action]) {
        const path = ["applications", application.name, action, reference.index];
        yield { application, action, reference, path };
      }
    }
  }
}
