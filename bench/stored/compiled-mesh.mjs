import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { nkeyAuthenticator } from "@nats-io/transport-node";
import { applications } from "./flows.mjs";

const meshc = fileURLToPath(new URL("../../dist/meshc.js", import.meta.url));
const manifest = fileURLToPath(new URL("manifest", import.meta.url));

/** Brings the manifest's mesh up as a user does, with `meshc up`, in a folder that it makes. */
export function startCompiledMesh(folder, program) {
  mkdirSync(folder);
  cpSync(manifest, folder, { recursive: true });
  const run = (...parameters) => runMeshc(program, folder, parameters);
  const stop = () => run("down", "--clean");
  try {
    run("up", "--detach");
    const instances = instancesOf(folder);
    const credentials = new Map(
      applications.map((name) => [name, JSON.parse(run("credentials", name, "--up"))]),
    );
    return {
      name: "meshc",
      login: (application) => loginOf(credentials.get(application)),
      durable: (application) => durableOf(credentials.get(application)),
      processIds: [...instances.values()].map((instance) => instance.process.pid),
      edgeMonitoring: instances.get("edge-0").ports.management,
      stop,
    };
  } catch (error) {
    stop();
    throw error;
  }
}

function runMeshc(program, folder, parameters) {
  const env = { ...process.env, MESHC_NATS_SERVER: program };
  const options = { cwd: folder, env, encoding: "utf8", timeout: 120_000 };
  const run = spawnSync(process.execPath, [meshc, ...parameters], options);
  if (run.status === 0) return run.stdout;
  throw new Error(`meshc ${parameters.join(" ")} ended with ${run.status}: ${run.stderr}`);
}

function loginOf({ brokers, identity, inboxPrefix }) {
  const seed = new TextEncoder().encode(identity.nkeySeed);
  return { servers: brokers[0].urls, authenticator: nkeyAuthenticator(seed), inboxPrefix };
}

function durableOf({ subscribe }) {
  const [{ stream, consumer, domain }] = subscribe;
  return { stream, consumer, domain };
}

/** Instances by name, as `up` recorded them. */
function instancesOf(folder) {
  const environments = join(folder, ".meshc", "up", "environments");
  const documents = readdirSync(environments)
    .filter((file) => file.endsWith(".json"))
    .map((file) => JSON.parse(readFileSync(join(environments, file), "utf8")));
  return new Map(documents.flatMap(({ content }) => Object.entries(content.instances)));
}
