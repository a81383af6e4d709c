import { type ChildProcess, execFile, spawn, spawnSync } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { promisify } from "node:util";

/** A network of its own: with an address on the internet of its world, or in a private one behind a NAT. */
export interface Site {
  readonly name: string;
  /** IPv4 address on the internet; of a site behind a NAT that of the NAT. */
  readonly address: string;
  /** Address behind the NAT, of a private network of 256 addresses. */
  readonly behind?: string;
}

/** Networks that only processes in them see, and that are gone with all of these as soon as this process ends. */
export interface World {
  /** Starts a program in a site, to run as long as the world. Both of its outputs are appended to a file. */
  start(site: string, program: string, parameters: readonly string[], at: StartedAt): void;
  /** Runs a program in a site to its end, within 20 s, and gives back what it printed. */
  run(site: string, program: string, parameters: readonly string[]): Promise<string>;
  close(): Promise<void>;
}

export interface StartedAt {
  readonly folder: string;
  readonly log: string;
}

/** Whoever is not root is root in a user namespace, and makes the others in it. */
const isRoot = process.getuid?.() === 0;
const owner = isRoot ? [] : ["--user", "--map-root-user"];
/** All that runs in a world is ended by the kernel with the first process of its process namespace. */
const unshared = ["--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"];

/** Whether this machine lets us make such networks, and has what it takes: iproute2 and nftables. */
export function canMakeWorlds(): boolean {
  const probe = `${beginning}\nip netns add probe\nip netns exec probe nft list ruleset`;
  return spawnSync("unshare", [...owner, ...unshared, "sh", "-c", probe], { timeout: 20_000 }).status === 0;
}

/** Makes the sites, all of which reach the internet; nobody on it reaches what is behind a NAT. */
export async function makeWorld(sites: readonly Site[]): Promise<World> {
  const lines = [beginning, internet, ...sites.flatMap(siteLines), "echo ready", "exec cat >/dev/null"];
  const first = spawn("unshare", [...owner, ...unshared, "sh", "-c", lines.join("\n")], {
    stdio: ["pipe", "pipe", "pipe"],
  });
  const gone = new Promise<void>((done) => first.once("exit", () => done()));
  const world = worldOf(first, gone);
  let said = "";
  first.stderr.on("data", (chunk) => (said += chunk));
  const isReady = await Promise.race([
    new Promise<boolean>((done) => first.stdout.once("data", () => done(true))),
    gone.then(() => false),
  ]);
  if (isReady) return world;
  throw new Error(`the networks cannot be made: ${said}`);
}

/** Names of networks are files below `/run`, which is hidden from everybody else by a file system of our own. */
const beginning = "set -eu\nPATH=$PATH:/usr/sbin:/sbin\nmount -t tmpfs none /run\nmkdir /run/netns";
const internet = "ip link add internet type bridge\nip link set internet up";

function siteLines({ name, address, behind }: Site): readonly string[] {
  if (behind === undefined) return onInternet(name, address);
  const nat = `${name}-nat`;
  const gateway = behind.replace(/\d+$/, "1");
  return [
    ...onInternet(nat, address),
    `ip netns add ${name}`,
    `ip -n ${name} link set lo up`,
    `ip -n ${nat} link add inside type veth peer name outside netns ${name}`,
    `ip -n ${nat} addr add ${gateway}/24 dev inside`,
    `ip -n ${nat} link set inside up`,
    `ip -n ${name} addr add ${behind}/24 dev outside`,
    `ip -n ${name} link set outside up`,
    `ip -n ${name} route add default via ${gateway}`,
    `ip netns exec ${nat} sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward'`,
    `ip netns exec ${nat} nft '${natRules}'`,
  ];
}

/** What an ordinary router does: what comes from inside goes out under its address, and only answers come in. */
const natRules = `
table ip nat { chain out { type nat hook postrouting priority 100; oifname "outside" masquerade; }; };
table ip filter { chain through { type filter hook forward priority 0; policy drop;
  iifname "inside" accept; ct state established,related accept; }; };`;

function onInternet(name: string, address: string): readonly string[] {
  return [
    `ip netns add ${name}`,
    `ip -n ${name} link set lo up`,
    `ip link add to-${name} type veth peer name outside netns ${name}`,
    `ip link set to-${name} master internet up`,
    `ip -n ${name} addr add ${address}/24 dev outside`,
    `ip -n ${name} link set outside up`,
  ];
}

function worldOf(first: ChildProcess, gone: Promise<void>): World {
  const entered = (site: string, program: string, parameters: readonly string[]): readonly string[] => {
    const at = `/proc/${first.pid}/ns`;
    return [
      ...(isRoot ? [] : [`--user=${at}/user`, "--preserve-credentials"]),
      `--mount=${at}/mnt`,
      `--net=${at}/net`,
      `--pid=${at}/pid_for_children`,
      "ip",
      "netns",
      "exec",
      site,
      program,
      ...parameters,
    ];
  };
  return {
    start(site, program, parameters, { folder, log }) {
      const out = openSync(log, "a");
      // A mount namespace is entered with its root for the working folder, so that the folder is said again.
      const inFolder = ["-c", 'cd "$0" && exec "$@"', folder, program, ...parameters];
      spawn("nsenter", entered(site, "sh", inFolder), { stdio: ["ignore", out, out] });
      closeSync(out);
    },
    async run(site, program, parameters) {
      const done = promisify(execFile)("nsenter", entered(site, program, parameters), { timeout: 20_000 });
      return (await done).stdout;
    },
    async close() {
      first.stdin?.end();
      const hard = setTimeout(() => first.kill("SIGKILL"), 5_000);
      await gone;
      clearTimeout(hard);
    },
  };
}
