/** Plain data as JSON carries it, deeply readonly. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
