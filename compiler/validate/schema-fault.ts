/** What the compiled validators say of one violated keyword of the schema. */
export interface SchemaFault {
  /** JSON pointer (RFC 6901) of the value. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}
