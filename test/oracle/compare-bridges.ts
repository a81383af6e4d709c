import type { ListedOn } from "./run-compiler.ts";
import type { Bounds, DecidedRight, Verdict } from "./verdict.ts";

type Direction = "up" | "down";

/** Which right at its target a bridge has for what goes up or comes down. */
const actions = { up: "publish", down: "subscribe" } as const;

/**
 * Where the compiler's lists for bridges, and the rights of these at each target, lack what has to cross or have what may
 * not, or where one topic is in both directions of a list.
 */
export function bridgeDifferences(
  { bridges, topics }: Pick<Verdict, "bridges" | "topics">,
  listed: readonly ListedOn[],
  rights: readonly DecidedRight[],
): readonly string[] {
  const about: string[] = [];
  const links = new Set([...bridges, ...listed].map(({ link }) => link));
  for (const link of links) {
    const list = listed.find((one) => one.link === link) ?? { link, up: new Set(), down: new Set() };
    const own = bridges.filter((bridge) => bridge.link === link);
    for (const direction of ["up", "down"] as const) {
      about.push(...outside(`list of ${link} ${direction}`, anywhere(own, direction), list[direction]));
      for (const bridge of own) {
        const right = rightAt(rights, link, bridge.target, actions[direction]);
        about.push(...outside(`right of ${link} at ${bridge.target} ${direction}`, bridge[direction], right));
      }
    }
    const both = topics.filter((topic) => list.up.has(topic) && list.down.has(topic));
    about.push(...both.map((topic) => `list of ${link} both ways: ${topic}`));
  }
  return about;
}

/** What has to cross, or may, on whichever target a bridge is. */
function anywhere(bridges: Verdict["bridges"], direction: Direction): Bounds {
  return {
    needed: new Set(bridges.flatMap((bridge) => [...bridge[direction].needed])),
    allowed: new Set(bridges.flatMap((bridge) => [...bridge[direction].allowed])),
  };
}

function rightAt(
  rights: readonly DecidedRight[],
  link: string,
  target: string,
  action: DecidedRight["action"],
): ReadonlySet<string> {
  const own = rights.filter(
    (right) => right.identity === `link.${link}` && right.broker === target && right.action === action,
  );
  return new Set(own.flatMap(({ topics }) => [...topics]));
}

function outside(what: string, { needed, allowed }: Bounds, given: ReadonlySet<string>): readonly string[] {
  return [
    ...[...needed].filter((topic) => !given.has(topic)).map((topic) => `missing in ${what}: ${topic}`),
    ...[...given].filter((topic) => !allowed.has(topic)).map((topic) => `needless in ${what}: ${topic}`),
  ];
}
