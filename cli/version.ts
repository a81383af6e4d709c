/** The compiler's version, put in by the build. */
export const version: string = process.env.MESHC_VERSION ?? "0.0.0";
