/** The part of handlebars that runs templates compiled before; the package's own types do not cover this entry. */
declare module "handlebars/runtime.js" {
  const runtime: {
    template(specification: object): (values: object) => string;
  };
  // oxlint-disable-next-line import/no-default-export -- a CommonJS module has no other
  export default runtime;
}
