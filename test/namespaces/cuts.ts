import type { World } from "./world.ts";

/** Does something to all that goes between a site and an address. */
export interface Cuts {
  /** Loses every packet of both directions, without a word to either end. */
  cut(site: string, address: string): Promise<void>;
  /** Refuses every connection from the site to a port of the address, those that there are too. */
  refuse(site: string, address: string, port: number): Promise<void>;
  /** Lets everything of the site pass again. */
  mend(site: string): Promise<void>;
}

/** Cuts the ways of a world, by the packet filter of the site's own network. */
export function cutsOf(world: World): Cuts {
  const rule = async (site: string, hook: "input" | "output", words: string): Promise<void> => {
    const chain = `chain ${hook} { type filter hook ${hook} priority 0; ${words}; }`;
    await world.run(site, "nft", [`table ip cuts { ${chain}; }`]);
  };
  return {
    async cut(site, address) {
      await rule(site, "input", `ip saddr ${address} drop`);
      await rule(site, "output", `ip daddr ${address} drop`);
    },
    refuse: (site, address, port) =>
      rule(site, "output", `ip daddr ${address} tcp dport ${port} reject with tcp reset`),
    mend: async (site) => void (await world.run(site, "nft", ["table ip cuts; delete table ip cuts"])),
  };
}
