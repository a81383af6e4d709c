/** A router with an address on the internet, which lets what is behind it out and nobody in. */
export interface Nat {
  readonly name: string;
  readonly address: string;
}

/** A network of its own with one address: on the internet, or behind a NAT, in whose private network of 256 it is. */
export interface Site {
  readonly name: string;
  readonly address: string;
  /** Name of the NAT. */
  readonly nat?: string;
}

/** Networks and how they hang together. All addresses are of IPv4. */
export interface Networks {
  readonly nats: readonly Nat[];
  readonly sites: readonly Site[];
}

/**
 * How every script begins. Names of networks are files below `/run`, which is hidden from everybody else by a file system
 * of our own; users other than root do not find `ip` and `nft` on their PATH everywhere.
 */
export const beginning = "set -eu\nPATH=$PATH:/usr/sbin:/sbin\nmount -t tmpfs none /run\nmkdir /run/netns";

/** Commands for a shell, as root in a network and a mount namespace of its own, that make all of it. */
export function worldScript({ nats, sites }: Networks): string {
  return [
    beginning,
    "ip link add internet type bridge",
    "ip link set internet up",
    ...nats.flatMap(natLines),
    ...sites.flatMap((site) => {
      const nat = nats.find(({ name }) => name === site.nat);
      return nat ? behindNat(site, nat) : onInternet(site);
    }),
  ].join("\n");
}

/** The network device by which whatever has a network reaches the others is `outside`. */
function network(name: string, beyond: string, bridge: string, address: string): readonly string[] {
  return [
    `ip netns add ${name}`,
    `ip -n ${name} link set lo up`,
    `ip ${beyond} link add to-${name} type veth peer name outside netns ${name}`,
    `ip ${beyond} link set to-${name} master ${bridge} up`,
    `ip -n ${name} addr add ${address}/24 dev outside`,
    `ip -n ${name} link set outside up`,
  ];
}

function onInternet({ name, address }: Site | Nat): readonly string[] {
  return network(name, "", "internet", address);
}

function behindNat({ name, address }: Site, nat: Nat): readonly string[] {
  const gateway = address.replace(/\d+$/, "1");
  return [
    `ip -n ${nat.name} addr replace ${gateway}/24 dev inside`,
    ...network(name, `-n ${nat.name}`, "inside", address),
    `ip -n ${name} route add default via ${gateway}`,
  ];
}

function natLines(nat: Nat): readonly string[] {
  return [
    ...onInternet(nat),
    `ip -n ${nat.name} link add inside type bridge`,
    `ip -n ${nat.name} link set inside up`,
    `ip netns exec ${nat.name} sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward'`,
    `ip netns exec ${nat.name} nft '${natRules}'`,
  ];
}

/** What an ordinary router does: what comes from inside goes out under its address, and only answers come in. */
const natRules = `
table ip nat { chain out { type nat hook postrouting priority 100; oifname "outside" masquerade; }; };
table ip filter { chain through { type filter hook forward priority 0; policy drop;
  iifname "inside" accept; ct state established,related accept; }; };`;
