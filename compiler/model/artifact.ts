/** A file of the output. `path` is below the environment's folder, with `/`. */
export interface Artifact {
  readonly environment: string;
  readonly path: string;
  readonly text: string;
}
