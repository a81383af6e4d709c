/**
 * What a change does to who uses the mesh, the lightest first: nothing; files are read anew while all goes on; the
 * instances of a broker are started anew one after another; a flow is cut, or a broker is down meanwhile; stored events
 * are deleted or reach their readers no more.
 */
export const effects = ["NONE", "RELOAD", "ROLLING RESTART", "INTERRUPTS", "DATA LOSS"] as const;

export type Effect = (typeof effects)[number];

/** How an effect is known: it follows by proof, it was watched on this version, or it is taken from another. */
export const bases = ["proved", "observed", "assumed"] as const;

export type Basis = (typeof bases)[number];

/** The gravest of some effects. */
export function worstOf(all: readonly Effect[]): Effect {
  const at = Math.max(0, ...all.map((effect) => effects.indexOf(effect)));
  return effects[at] ?? "NONE";
}

/** The weakest of some bases: what is said rests on all of them. */
export function weakestOf(all: readonly Basis[]): Basis {
  const at = Math.max(0, ...all.map((basis) => bases.indexOf(basis)));
  return bases[at] ?? "proved";
}
