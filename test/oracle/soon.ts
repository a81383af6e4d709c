/**
 * Whether meshes are judged by what the compiler is about to say of events that edges keep: that it is an error to want
 * one as it passes where it does not pass (`unheard`), and that what an edge keeps is stored there as far as
 * policies are concerned.
 */
export const judgesKeptEvents = false;
