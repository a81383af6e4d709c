import type { Import } from "./imports.ts";

/** A rule of the house: files below `room` may import what `allows` matches, beside their own room. */
interface Room {
  readonly room: RegExp;
  readonly allows: readonly RegExp[];
  /** May be imported as types only. */
  readonly types?: readonly RegExp[];
  /** May use the rest of its engine's folder. */
  readonly ownEngine?: true;
}

const model = /^compiler\/model\//;
const source = /^compiler\/source\//;
const diagnostics = /^compiler\/diagnostics\//;
const contract = /^compiler\/target\.ts$/;
const targetLists = /^targets\/(engines|platforms|views)\/index\.ts$/;
const liveContract = /^compiler\/live\.ts$/;
const liveList = /^targets\/engines\/live\.ts$/;
const live = /^targets\/[^/]+\/[^/]+\/live\//;
const protocolLive = /^targets\/protocols\/[^/]+\/live\//;
const protocolFile = /^targets\/protocols\/[^/]+\/[^/]+\.ts$/;

const phases = ["load", "validate", "resolve", "check", "synthesize", "prove", "emit", "plan"];

/** A phase sees what phases before it give, as types, and what belongs to all. */
const phaseRooms = phases.map((phase, index): Room => ({
  room: new RegExp(`^compiler/${phase}/`),
  allows: [model, source, diagnostics, contract],
  types: phases.slice(0, index).map((earlier) => new RegExp(`^compiler/${earlier}/`)),
}));

/** The rooms of the house; the first that a file is in is its room. */
const rooms: readonly Room[] = [
  { room: model, allows: [source] },
  { room: source, allows: [diagnostics, model] },
  { room: diagnostics, allows: [source] },
  // What holds between two meshes is worked out and proven as it is of one.
  {
    room: /^compiler\/plan\//,
    allows: [model, source, diagnostics, contract, /^compiler\/(synthesize|prove)\//],
    types: [/^compiler\//],
  },
  ...phaseRooms,
  { room: /^compiler\/[^/]+\.ts$/, allows: [/^compiler\//] },
  { room: /^targets\/kit\//, allows: [model, contract, diagnostics] },
  {
    room: protocolLive,
    allows: [model, contract, diagnostics, liveContract, /^targets\/kit\//],
    ownEngine: true,
  },
  {
    room: live,
    allows: [model, contract, diagnostics, liveContract, /^targets\/kit\//, protocolLive, protocolFile],
    ownEngine: true,
  },
  {
    room: /^targets\/engines\/[^/]+\//,
    allows: [model, contract, diagnostics, /^targets\/kit\//, protocolFile],
  },
  { room: /^targets\/[^/]+\/[^/]+\//, allows: [model, contract, diagnostics, /^targets\/kit\//] },
  { room: liveList, allows: [liveContract, live, /^targets\/engines\/[^/]+\//] },
  { room: /^targets\/[^/]+\/index\.ts$/, allows: [contract, /^targets\//] },
  { room: /^deploy\//, allows: [/^compiler\//, live, liveList] },
  { room: /^cli\//, allows: [/^compiler\//, targetLists, /^deploy\//] },
];

/** Libraries and the only places that may use them. What is in no list here may be used nowhere. */
const walls: readonly { readonly library: RegExp; readonly only: RegExp }[] = [
  { library: /^(yaml|js-yaml)$/, only: /^compiler\/source\// },
  { library: /^ajv(\/|$)/, only: /^compiler\/validate\// },
  { library: /^handlebars(\/|$)/, only: /^targets\/kit\// },
  { library: /^@nats-io\//, only: /^targets\/engines\/nats\/live\// },
  { library: /^mqtt$/, only: protocolLive },
  { library: /^(asn1js|pkijs)$/, only: /^deploy\/certificates\// },
  { library: /^age-encryption$/, only: /^deploy\/encryption\// },
  { library: /^aws4fetch$/, only: /^deploy\/state\// },
  { library: /^bcryptjs$/, only: /^deploy\/hashes\// },
  { library: /^commander$/, only: /^cli\// },
  { library: /^node:/, only: /^(cli|deploy)\/|^targets\/[^/]+\/[^/]+\/live\// },
];

/** The imports that break a rule, each with the rule. */
export function forbiddenImports(imports: readonly Import[]): readonly string[] {
  return imports.flatMap((one) => {
    const why = isOurs(one.to) ? breaksArrow(one) : breaksWall(one);
    return why === undefined ? [] : [`${one.from} -> ${one.to}: ${why}`];
  });
}

function isOurs(to: string): boolean {
  return /^(compiler|targets|deploy|cli|schema|test|tools|bench|examples)\//.test(to);
}

function breaksArrow({ from, to, typeOnly }: Import): string | undefined {
  if (/\/generated\/|\.generated\.ts$/.test(to) && to.startsWith(from.slice(0, from.indexOf("/"))))
    return undefined;
  const room = rooms.find((candidate) => candidate.room.test(from));
  if (!room) return "the file is in no room of the house";
  const own = room.room.exec(from)?.[0];
  if (own !== undefined && to.startsWith(own))
    return isOtherLive(from, to) ? "only deploy talks to running brokers" : undefined;
  if (room.allows.some((allowed) => allowed.test(to))) return undefined;
  if (room.ownEngine && folderOf(from) === folderOf(to)) return undefined;
  if (room.types?.some((allowed) => allowed.test(to)))
    return typeOnly ? undefined : "only types of earlier phases";
  return "no arrow leads there";
}

/** `targets/engines/nats` of a file in it. */
function folderOf(path: string): string {
  return path.split("/").slice(0, 3).join("/");
}

/** Nothing else of an engine may load the part of it that acts. */
function isOtherLive(from: string, to: string): boolean {
  return live.test(to) && !live.test(from) && !liveList.test(from);
}

function breaksWall({ from, to }: Import): string | undefined {
  const wall = walls.find(({ library }) => library.test(to));
  if (!wall) return "a library that no place may use";
  return wall.only.test(from) ? undefined : "the library belongs behind another wall";
}
