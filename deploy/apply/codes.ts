import { defineCode } from "../../compiler/diagnostics/code.ts";

/** A program that is wanted, and what there is. */
interface MissingProgram {
  readonly program: string;
  /** Minor version, or the full one where the manifest says that. */
  readonly version: string;
  readonly brokers: readonly string[];
  readonly found: readonly string[];
  readonly searched: readonly string[];
  readonly install: string;
  readonly variable: string;
  /** One that is here and that this meshc knows: of the same minor version, else the newest minor version. */
  readonly here?: string;
}

/** No program of the version that brokers are compiled for. */
export const programOfVersionMissing = defineCode({
  code: "MESH5701",
  severity: "error",
  title: "a broker's program of another version than the manifest's",
  message: (p: MissingProgram) => {
    const where = p.found.length > 0 ? `found ${p.found.join(", ")}` : `looked at ${p.searched.join(", ")}`;
    return `no ${p.program} ${p.version} on this machine for ${p.brokers.join(", ")} (${where})`;
  },
  help: (p) => {
    const other =
      p.here === undefined ? "" : ` Or write \`version: "${p.here}"\` at the broker to run what is here.`;
    return `Install ${p.program} ${p.version} ${p.install}; ${p.variable} may name several programs, separated by colons.${other}`;
  },
});

/** What a plan was made from is not what is there any more. */
export const planStale = defineCode({
  code: "MESH5702",
  severity: "error",
  title: "a plan that is out of date",
  message: (p: { readonly moved: readonly string[] }) => `the plan is out of date: ${p.moved.join("; ")}`,
  help: () => "Nothing was done. Make a new plan with `meshc plan`, read it, and apply that one.",
});

/** Environments that are brought about in a way that is not built. */
export const platformNotApplied = defineCode({
  code: "MESH5703",
  severity: "error",
  title: "an environment that `apply` cannot bring about yet",
  message: (p: {
    readonly environment: string;
    readonly platform: string;
    readonly deploy: string;
    /** Environments that it does bring about. */
    readonly local: readonly string[];
  }) =>
    `environment "${p.environment}" is on platform ${p.platform} (deploy: ${p.deploy}), which \`apply\` does not bring about yet`,
  help: (p) =>
    `\`apply\` brings about environments with \`platform: local\` only. ${
      p.local.length > 0
        ? `Name those alone: ${p.local.map((name) => `\`--env ${name}\``).join(" ")}.`
        : "`meshc compile` makes the artifacts of the others."
    }`,
});

/** A port of the manifest that is taken. */
export const portTaken = defineCode({
  code: "MESH5704",
  severity: "error",
  title: "a port that somebody else listens on",
  message: (p: { readonly instance: string; readonly listener: string; readonly port: number }) =>
    `${p.instance} cannot be started: something else listens on its port ${p.port} (${p.listener})`,
  help: () =>
    "Nothing was done. End what listens there (`meshc down`, if `meshc up` runs a mesh), or give the broker another port under `listeners`.",
});

/** A plan that says itself that it is not carried out. */
export const planRefused = defineCode({
  code: "MESH5705",
  severity: "error",
  title: "a change that is not carried out",
  message: (p: { readonly name: string; readonly why: string }) => `${p.name} cannot be changed so: ${p.why}`,
  help: () => "Nothing was done. Take the change back, or make it in smaller steps.",
});

/** Stored events that would be lost without anybody having said so. */
export const lossNotAllowed = defineCode({
  code: "MESH5706",
  severity: "error",
  title: "stored events that would be lost",
  message: (p: {
    readonly name: string;
    readonly why: string;
    /** How it is named to be lost. */
    readonly allowed: string;
  }) => `stored events of ${p.name} would be lost: ${p.why}`,
  help: (p) =>
    `Nothing was done. Where nobody needs them, allow it by name: \`--allow-data-loss=${p.allowed}\` for the plan and for \`apply\`.`,
});

/** What left the manifest and stays until it is read. */
export const stillHeld = defineCode({
  code: "MESH5707",
  severity: "warning",
  title: "stored events that are held on to",
  message: (p: {
    readonly kind: string;
    readonly name: string;
    readonly why: string;
    /** How it is named to be lost. */
    readonly allowed: string;
  }) => `${p.kind} "${p.name}" is not in the manifest any more and stays until it is read: ${p.why}`,
  help: (p) =>
    `Run \`meshc apply\` again once they are read. Where nobody needs them, \`--allow-data-loss=${p.allowed}\` removes them.`,
});

/** Nothing was applied from here. */
export const nothingApplied = defineCode({
  code: "MESH5708",
  severity: "error",
  title: "no mesh was applied here",
  message: (p: { readonly folder: string }) => `no mesh that was applied runs from ${p.folder}`,
  help: () => "Bring it about with `meshc apply`.",
});

/** An earlier run that did not reach its end. */
export const notFinished = defineCode({
  code: "MESH5709",
  severity: "warning",
  title: "an apply that was not finished",
  message: (p: { readonly environments: readonly string[] }) =>
    `an earlier \`apply\` did not finish in ${p.environments.join(", ")}`,
  help: () => "`meshc apply` goes on from where it stopped.",
});

/** Events that an edge keeps for a home and is to keep no more. */
export const notDrawnUp = defineCode({
  code: "MESH5710",
  severity: "warning",
  title: "events that an edge still keeps",
  message: (p: {
    readonly edge: string;
    readonly stream: string;
    readonly events: number;
    /** How its domain is named to be lost. */
    readonly allowed: string;
    /** What cannot be asked. */
    readonly why?: string;
  }) => {
    const events = p.events === 1 ? "1 event" : `${p.events} events`;
    return p.why === undefined
      ? `edge "${p.edge}" keeps ${events} of "${p.stream}" that are not drawn up yet, and goes on to keep what it has`
      : `what edge "${p.edge}" keeps of "${p.stream}" may not be drawn up yet (${p.why}), and stays there`;
  },
  help: (p) =>
    `Nothing is lost. See that the edge reaches its hub, and run \`meshc apply\` again. Where nobody needs these events, \`--allow-data-loss=${p.allowed}\` gives them up.`,
});

/** Something inside a broker that is to go and is not let go. */
export const notRemoved = defineCode({
  code: "MESH5711",
  severity: "error",
  title: "something that could not be removed",
  message: (p: { readonly broker: string; readonly what: string; readonly why: string }) =>
    `${p.what} at ${p.broker} could not be removed: ${p.why}`,
  help: () =>
    "It is as it was. Look at `meshc status` and the logs in `.meshc/run`, then run `meshc apply` again; what may be lost has to be allowed again.",
});
