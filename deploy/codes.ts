import { defineCode } from "../compiler/diagnostics/code.ts";
import { allAnew } from "./all-anew.ts";
import type { MeshCommand } from "./up/up-folder.ts";

/** No program for an engine on this machine. */
export const programMissing = defineCode({
  code: "MESH5101",
  severity: "error",
  title: "a broker's program that is not installed",
  message: (p: {
    readonly program: string;
    readonly variable: string;
    readonly searched: readonly string[];
    readonly install: string;
  }) => `no ${p.program} on this machine (looked at ${p.searched.join(", ")})`,
  help: (p) => `Install it ${p.install}. Or name its path in the environment variable ${p.variable}.`,
});

/** A program that does not run or is not of a version that meshc knows. */
export const programUnusable = defineCode({
  code: "MESH5102",
  severity: "error",
  title: "a broker's program that cannot be used",
  message: (p: { readonly program: string; readonly why: string; readonly variable: string }) =>
    `${p.program} cannot be used: ${p.why}`,
  help: (p) =>
    `Name another one by the environment variable ${p.variable}, or install a version that this meshc knows.`,
});

/** A document of the state that is not what was written. */
export const documentDamaged = defineCode({
  code: "MESH5103",
  severity: "error",
  title: "a damaged document of the state",
  message: (p: {
    readonly file: string;
    readonly why: string;
    readonly previous?: string;
    /** How to begin anew, in words. */
    readonly anew?: string;
  }) => `${p.file} is damaged: ${p.why}`,
  help: (p) =>
    `Nothing was changed. ${
      p.previous === undefined
        ? "Put it back from a backup"
        : `The copy from before the last write is ${p.previous}: look at it and put it in its place`
    }${p.anew === undefined ? "" : `, or begin anew: ${p.anew}`}.`,
});

/** A document that a newer meshc wrote. */
export const documentNewer = defineCode({
  code: "MESH5104",
  severity: "error",
  title: "a document of a newer meshc",
  message: (p: { readonly file: string; readonly version: string }) =>
    `${p.file} has version ${p.version}, which this meshc does not know`,
  help: () => "Use the meshc that wrote it, or a newer one.",
});

/** Somebody else is changing the same thing. */
export const stateLocked = defineCode({
  code: "MESH5105",
  severity: "error",
  title: "a state that somebody else holds",
  message: (p: {
    readonly what: string;
    readonly command: string;
    readonly who: string;
    readonly host: string;
    readonly pid: number;
    readonly since: string;
    /** How to break it, in words. */
    readonly remedy: string;
  }) => `${p.what} is held by ${p.who} (\`${p.command}\`, process ${p.pid} on ${p.host}, since ${p.since})`,
  help: (p) =>
    `Wait until it ends, or end it. It is freed by itself when that process is gone; if it cannot be (another machine), ${p.remedy}.`,
});

/** A document that changed under us. */
export const stateMoved = defineCode({
  code: "MESH5106",
  severity: "error",
  title: "a state that moved meanwhile",
  message: (p: {
    readonly file: string;
    readonly expected: number | string;
    readonly found: number | string;
  }) => `${p.file} moved meanwhile: its serial is ${p.found}, not ${p.expected}`,
  help: () => "Somebody else changed it. Nothing was written over; run the command again.",
});

/** The system would not let us read or write. */
export const stateUnwritable = defineCode({
  code: "MESH5107",
  severity: "error",
  title: "a state that cannot be read or written",
  message: (p: { readonly path: string; readonly why: string }) => `${p.path}: ${p.why}`,
  help: () =>
    "Make room or set the permissions right, then run the command again; it goes on from where this one stopped.",
});

/** A document that belongs to another mesh. */
export const foreignDocument = defineCode({
  code: "MESH5108",
  severity: "error",
  title: "a document of another mesh",
  message: (p: { readonly file: string; readonly mesh: string }) =>
    `${p.file} does not belong to the state beside it, that of mesh "${p.mesh}"`,
  help: () => "The two were not written together. Put back the copy that belongs here.",
});

/** A secret that is recorded as made and is not there. */
export const secretLost = defineCode({
  code: "MESH5109",
  severity: "error",
  title: "a secret that is lost",
  message: (p: {
    readonly of: string;
    readonly file: string;
    readonly why: string;
    readonly lost: string;
    /** The name by which its key can be revoked. */
    readonly revocable?: string;
  }) => `the secret of ${p.of} is lost: ${p.file} ${p.why}. ${p.lost}`,
  help: ({ revocable }) =>
    `Put the file back${revocable === undefined ? "" : `; or, while the mesh runs, \`meshc rotate --revoke ${revocable}\` makes another and locks out whoever has the old one`}. ` +
    `meshc makes no other in its place by itself. ${allAnew}`,
});

/** A process that ended as soon as it was started. */
export const instanceFailed = defineCode({
  code: "MESH5110",
  severity: "error",
  title: "an instance that does not start",
  message: (p: {
    readonly instance: string;
    readonly command: MeshCommand;
    readonly why: string;
    readonly log: readonly string[];
  }) => `${p.instance} did not start: ${p.why}${quoted(p.log)}`,
  help: ({ command }) => `The instance's \`log\` tells more. Mend the cause and run \`${command}\` again.`,
});

/** A process that runs and does not become healthy. */
export const instanceUnhealthy = defineCode({
  code: "MESH5111",
  severity: "error",
  title: "an instance that does not become healthy",
  message: (p: {
    readonly instance: string;
    readonly command: MeshCommand;
    readonly seconds: number;
    readonly log: readonly string[];
  }) => `${p.instance} did not become healthy within ${p.seconds} s${quoted(p.log)}`,
  help: ({ command }) => `The instance's \`log\` tells more. Mend the cause and run \`${command}\` again.`,
});

/** A link that is not made. */
export const linkNotConnected = defineCode({
  code: "MESH5112",
  severity: "error",
  title: "a link that does not connect",
  message: (p: {
    readonly what: string;
    readonly instance: string;
    readonly seconds: number;
    readonly log: readonly string[];
  }) => `${p.what} of ${p.instance} did not connect within ${p.seconds} s${quoted(p.log)}`,
  help: () => "Look at the logs of both ends. `meshc status` shows which links are up.",
});

/** A reload that a broker did not take. */
export const reloadRefused = defineCode({
  code: "MESH5113",
  severity: "error",
  title: "a reload that was not taken",
  message: (p: {
    readonly instance: string;
    readonly command: MeshCommand;
    readonly seconds: number;
    readonly log: readonly string[];
  }) => `${p.instance} did not take its new configuration within ${p.seconds} s${quoted(p.log)}`,
  help: ({ command }) => `It still runs with the one before. Mend the cause and run \`${command}\` again.`,
});

/** No free port in the range. */
export const noFreePort = defineCode({
  code: "MESH5114",
  severity: "error",
  title: "no free port",
  message: (p: { readonly from: number; readonly to: number }) =>
    `no port of ${p.from} to ${p.to} is free on this machine`,
  help: () => "End other programs that listen there.",
});

/** Nothing is recorded as running. */
export const nothingUp = defineCode({
  code: "MESH5115",
  severity: "error",
  title: "no mesh is up here",
  message: (p: { readonly folder: string }) => `no mesh is up in ${p.folder}`,
  help: () => "Start it with `meshc up`.",
});

/** A system without what is needed to tell processes apart. */
export const systemUnsupported = defineCode({
  code: "MESH5116",
  severity: "error",
  title: "a system that cannot run a mesh",
  message: (p: { readonly system: string }) =>
    `a mesh cannot be run on ${p.system} yet: meshc could not tell its processes from others`,
  help: () => "Run it on Linux.",
});

/** A process that outlives SIGKILL. */
export const instanceStays = defineCode({
  code: "MESH5117",
  severity: "error",
  title: "an instance that does not end",
  message: (p: { readonly instance: string; readonly pid: number }) =>
    `${p.instance} (process ${p.pid}) does not end`,
  help: () =>
    "The system holds it, most often in a disk that does not answer. Run the command again when that is mended.",
});

/** The version that the mesh is compiled for here is not the manifest's. */
export const otherVersionHere = defineCode({
  code: "MESH5118",
  severity: "warning",
  title: "another version than the manifest's",
  message: (p: {
    readonly broker: string;
    readonly wanted: string;
    readonly program: string;
    readonly found: string;
  }) => `broker "${p.broker}" is to be ${p.wanted}, but here it runs on ${p.program} ${p.found}`,
  help: () => "Name a program of that version by the environment variable to run what will be deployed.",
});

/** Another process sits where a new connection of ours should. */
export const brokerUnreachable = defineCode({
  code: "MESH5119",
  severity: "error",
  title: "a broker that cannot be told to renew a link",
  message: (p: {
    readonly instance: string;
    readonly command: MeshCommand;
    readonly identity: string;
    readonly why: string;
  }) => `${p.instance} could not be told to make ${p.identity} log in anew: ${p.why}`,
  help: ({ command }) =>
    `Its old rights are still in force. Run \`${command}\` again, or end the process of the instance first.`,
});

const mostNamed = 5;

/** What runs is not what the manifest says now. */
export const manifestChanged = defineCode({
  code: "MESH5120",
  severity: "warning",
  title: "a manifest that changed since the mesh was brought up",
  message: (p: { readonly what: readonly string[] }) => {
    const rest = p.what.length - mostNamed;
    const more = rest > 0 ? ` and ${rest} more` : "";
    return `the manifest changed since the mesh was brought up: ${p.what.slice(0, mostNamed).join(", ")}${more}`;
  },
  help: () => "`meshc up` brings the running mesh to the manifest; until then, what differs may fail.",
});

function quoted(lines: readonly string[]): string {
  return lines.length === 0 ? "" : `; its log ends:\n${lines.map((line) => `  ${line}`).join("\n")}`;
}
