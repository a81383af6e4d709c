import type { Host } from "../../deploy/host/host.ts";

/** This machine as another process of it sees it, that has ended as soon as another one looks for it; it never waits. */
export async function asProcess(host: Host, number: number): Promise<Host> {
  const [boot = ""] = (await host.processes.self()).born.split("/");
  const own = `${boot}/test/${number}`;
  const self = async () => ({ pid: number, born: own });
  const lives = async ({ born }: { readonly born: string }) => born === own;
  return { ...host, sleep: async () => undefined, processes: { ...host.processes, self, lives } };
}
