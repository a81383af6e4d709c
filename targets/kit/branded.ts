declare const grammar: unique symbol;

/** Text that is already written in the grammar `G`; only that grammar's encoders make it. */
export type Encoded<G extends string> = string & { readonly [grammar]: G };
