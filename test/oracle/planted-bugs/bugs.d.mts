/** A bug that is planted in the compiler: text that is in a file exactly once, and what is put in its place. */
export interface PlantedBug {
  readonly about: string;
  readonly name: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

export const bugs: readonly PlantedBug[];
