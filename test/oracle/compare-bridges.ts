import type { BroughtOn, ListedOn } from "./run-compiler.ts";
import type { Bounds, DecidedRight, Verdict } from "./verdict.ts";

type Direction = "up" | "down";

/** Which right at its target a bridge has for what goes up or comes down, and which of what crosses it is about. */
const atTarget = [
  ["up", "publish"],
  ["heard", "subscribe"],
] as const;

/** The same of the process that carries a link, at the broker that dials. */
const atDialer = [
  ["up", "subscribe"],
  ["down", "publish"],
] as const;

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
    }
    for (const bridge of own) {
      for (const [what, action] of atTarget) {
        const right = rightAt(rights, `link.${link}`, bridge.target, action);
        about.push(...outside(`right of ${link} at ${bridge.target}: ${what}`, bridge[what], right));
      }
    }
    about.push(...besideDifferences(link, own, rights));
    const both = topics.filter((topic) => list.up.has(topic) && list.down.has(topic));
    about.push(...both.map((topic) => `list of ${link} both ways: ${topic}`));
  }
  return about;
}

/** Of who carries a link beside the broker that dials, if anybody does. */
function besideDifferences(
  link: string,
  own: Verdict["bridges"],
  rights: readonly DecidedRight[],
): readonly string[] {
  const identity = `connect.${link}`;
  const [{ isConnect, dialer } = { isConnect: false, dialer: "" }] = own;
  const astray = rights.filter(
    (right) => right.identity === identity && !(isConnect && right.broker === dialer),
  );
  const about = astray.map(({ broker }) => `${identity} is at ${broker}`);
  if (!isConnect) return about;
  return atDialer.reduce(
    (all, [direction, action]) => [
      ...all,
      ...outside(
        `right of ${identity} ${direction}`,
        anywhere(own, direction),
        rightAt(rights, identity, dialer, action),
      ),
    ],
    about,
  );
}

/** Where what links read of streams lacks what has to come down, or has what may not. */
export function bringingDifferences(
  { bridges }: Pick<Verdict, "bridges">,
  brought: readonly BroughtOn[],
): readonly string[] {
  return bridges.flatMap(({ link, target, brings }) =>
    brings.flatMap(({ name, stream, home, topics }) => {
      const place = `${stream} ${name} at ${home}`;
      const read = brought.find((one) => one.link === link && one.target === target && one.place === place);
      return outside(`${place} read by ${link} at ${target}`, topics, read?.topics ?? new Set());
    }),
  );
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
  identity: string,
  broker: string,
  action: DecidedRight["action"],
): ReadonlySet<string> {
  const own = rights.filter(
    (right) => right.identity === identity && right.broker === broker && right.action === action,
  );
  return new Set(own.flatMap(({ topics }) => [...topics]));
}

function outside(what: string, { needed, allowed }: Bounds, given: ReadonlySet<string>): readonly string[] {
  return [
    ...[...needed].filter((topic) => !given.has(topic)).map((topic) => `missing in ${what}: ${topic}`),
    ...[...given].filter((topic) => !allowed.has(topic)).map((topic) => `needless in ${what}: ${topic}`),
  ];
}
