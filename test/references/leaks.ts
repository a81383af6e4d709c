import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { findNatsServer } from "../../tools/nats-server.mjs";
import { hitsIn, type Planted } from "./needles.ts";
import { type Kind, plantedMesh, recordingPrograms } from "./planted-mesh.ts";
import { type Ran, run } from "./run.ts";
import { watchProcesses } from "./watch-processes.ts";

const program = resolve("dist/meshc.js");

/** Files of a broker that hold its key, for it alone to read. */
const keyFile = /^\.meshc\/up\/instances\/[^/]+\/given-key\.pem$/;

/** A folder with thirty planted values, in which the built command is run and all that it leaves is searched. */
export async function leakHunt(folder: string, kinds: readonly Kind[]) {
  const mesh = await plantedMesh(folder, kinds);
  const { bin, record, path } = recordingPrograms(folder, {
    ...mesh.programs,
    "nats-server": await findNatsServer(),
  });
  for (const name of ["home", "tmp"]) mkdirSync(join(folder, name));
  const environment: NodeJS.ProcessEnv = {
    PATH: path,
    HOME: join(folder, "home"),
    TMPDIR: join(folder, "tmp"),
    MESHC_NATS_SERVER: join(bin, "nats-server"),
    ...mesh.environment,
  };
  const processes = watchProcesses(folder);
  const said: { readonly where: string; readonly text: string }[] = [];
  // Where values are kept, which is where they belong.
  const kept = new Set(filesBelow(folder));
  const hunt = {
    ...mesh,
    folder,
    environment,
    processes,
    /** Runs meshc and keeps what it says. */
    async meshc(args: readonly string[], changes: NodeJS.ProcessEnv = {}): Promise<Ran> {
      const options = { folder, environment: { ...environment, ...changes } };
      const ran = await run(process.execPath, [program, ...args], options, processes.add);
      said.push({ where: `what \`meshc ${args.join(" ")}\` says`, text: `${ran.output}\n${ran.errors}` });
      return ran;
    },
    /** Counts what is searched, and names every value that stands where it should not. */
    search(extra: readonly Planted[] = []) {
      const canaries = [...mesh.planted, ...extra];
      const everything = [...canaries, ...mesh.keys];
      const files = filesBelow(folder).filter((name) => !kept.has(name));
      const inFiles = files.flatMap((name) => {
        const text = textUnlessGone(join(folder, name));
        return hitsIn(name, text, keyFile.test(name) ? canaries : everything);
      });
      const seen = processes.seen();
      return {
        files: files.length,
        recorded: readdirSync(record).length,
        processes: new Set(seen.map(({ pid }) => pid)).size,
        hits: [
          ...inFiles,
          ...said.flatMap(({ where, text }) => hitsIn(where, text, everything)),
          ...seen.flatMap(({ pid, what, text, of = "" }) =>
            hitsIn(`${what} of process ${pid} ${of}`.trimEnd(), text, everything),
          ),
        ],
      };
    },
    /** Writes down another value for a file reference, which is then where it belongs. */
    put(name: string, text: string): void {
      writeFileSync(join(folder, name), text);
      kept.add(name);
    },
    say: (where: string, text: string): void => void said.push({ where, text }),
  };
  return hunt;
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((name) => statSync(join(folder, name)).size < 2 ** 26);
}

/** A file's text; of one that its owner removed meanwhile, as Pulumi does with its old logs, there is none left to leak. */
function textUnlessGone(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}
