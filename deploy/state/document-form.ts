/** Brings the content of a document of one version into the form of the next; pure. */
export type Migration = (content: object) => object;

/** Versions of the documents' form. */
export interface DocumentForm {
  /** The version that is written. */
  readonly version: number;
  /** By version: how what was written in it becomes what the next one says. One for every version before that. */
  readonly migrations: ReadonlyMap<number, Migration>;
}

/** The form of now. A key that may be absent needs no new version; one that means something else does. */
export const documentForm: DocumentForm = { version: 1, migrations: new Map() };
