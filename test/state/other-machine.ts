import type { Host } from "../../deploy/host/host.ts";

/** The same files and clock, as a machine of another name that was started another time: it knows no process of ours. */
export function otherMachine(host: Host, name = "elsewhere"): Host {
  const self = async () => ({ pid: 4711, born: `${name}-boot/1/1` });
  const lives = async ({ born }: { readonly born: string }) => born.startsWith(`${name}-boot/`);
  return { ...host, name, processes: { ...host.processes, self, lives } };
}
