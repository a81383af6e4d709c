import handlebars from "handlebars/runtime.js";
import type { Encoded } from "./branded.ts";

/** What a template of the grammar `G` may be given: text of that grammar's encoders, truth, lists and maps of these. */
export type TemplateValues<G extends string> = { readonly [name: string]: TemplateValue<G> };
type TemplateValue<G extends string> =
  Encoded<G> | boolean | undefined | TemplateValues<G> | readonly TemplateValue<G>[];

/**
 * A function that fills a template which was compiled when meshc was built. Texts are printed as they are, and a name
 * that the values lack is a fault: nothing raw and nothing missing can get into a file.
 */
export function template<G extends string, V extends TemplateValues<G>>(
  specification: object,
): (values: V) => string {
  return handlebars.template(specification);
}
