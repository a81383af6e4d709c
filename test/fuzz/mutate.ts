import type { Dice } from "../oracle/dice.ts";
import { hostileStrings } from "./hostile-strings.ts";
import { type Data, put, type Slot, slotsOf, take, valueAt } from "./leaves.ts";

/** Changes data in place; does nothing where the data has no place for it. */
type Mutation = (data: Data, dice: Dice) => void;

const isText = (slot: Slot) => typeof valueAt(slot) === "string";
const isHolder = (value: Data): value is Data[] | { [key: string]: Data } =>
  value !== null && typeof value === "object";

function pickSlot(data: Data, dice: Dice, fits: (slot: Slot) => boolean): Slot | undefined {
  const slots = slotsOf(data).filter(fits);
  return slots.length > 0 ? dice.pick(slots) : undefined;
}

/** Another value that stands under the same key somewhere else. */
const borrow: Mutation = (data, dice) => {
  const slot = pickSlot(data, dice, (known) => typeof known.key === "string");
  if (!slot) return;
  const others = slotsOf(data).filter((known) => known.key === slot.key);
  put(slot, structuredClone(valueAt(dice.pick(others))));
};

/** A name of one kind where another of its kind stood. */
const retarget: Mutation = (data, dice) => {
  const slot = pickSlot(data, dice, isText);
  if (!slot || typeof data !== "object" || data === null || Array.isArray(data)) return;
  const section = dice.pick(["brokers", "environments", "teams", "domains", "applications"]);
  const entries = data[section];
  if (entries && isHolder(entries) && !Array.isArray(entries))
    put(slot, dice.pick([...Object.keys(entries), "nobody"]));
};

/** Values that the language allows in some places. */
const legal: Readonly<Record<string, readonly Data[]>> = {
  role: ["hub", "edge"],
  dialable: [true, false],
  platform: ["local", "hosts", "kubernetes"],
  residency: ["eu", "us", ["eu"], ["us", "cn"]],
  share: ["private", "all", ["finance"], { publish: ["finance"], subscribe: "all" }],
  replicas: [1, 2, 3],
  via: ["none", "gateway", "leafnode"],
  version: ["2.10", "2.12", "2.15", "2.13"],
  maxHops: [0, 1, 2],
  severity: ["error", "warning"],
  group: ["workers", "readers"],
};

/** A key of the language with a value that it may have. */
const setLegal: Mutation = (data, dice) => {
  const key = dice.pick(Object.keys(legal));
  const slot = pickSlot(data, dice, (known) => known.key === key);
  if (slot) put(slot, structuredClone(dice.pick(legal[key] ?? [])));
};

/** An entry again under another name. */
const copyEntry: Mutation = (data, dice) => {
  const slot = pickSlot(data, dice, (known) => known.path.length === 2 && isHolder(valueAt(known)));
  if (slot && !Array.isArray(slot.holder))
    slot.holder[`copy-${dice.whole(100)}`] = structuredClone(valueAt(slot));
};

/** Uplinks and links at random: where circles come from. */
const relink: Mutation = (data, dice) => {
  if (data === null || typeof data !== "object" || Array.isArray(data)) return;
  const brokers = data["brokers"];
  if (!brokers || !isHolder(brokers) || Array.isArray(brokers)) return;
  const names = Object.keys(brokers);
  if (names.length < 2) return;
  if (dice.chance(0.5)) {
    const broker = brokers[dice.pick(names)];
    if (broker && isHolder(broker) && !Array.isArray(broker)) broker["uplink"] = dice.some(names, 1, 2);
    return;
  }
  const links = (data["links"] ??= {});
  if (!links || !isHolder(links) || Array.isArray(links)) return;
  const between = dice.some(names, 2, 2);
  links[`link-${dice.whole(9)}`] = { between, via: dice.pick(["gateway", "leafnode", "none"]) };
};

const dropEntry: Mutation = (data, dice) => {
  const slot = pickSlot(data, dice, () => true);
  if (slot) take(slot);
};

/** An item of a list or a whole entry: what is left mostly fits together. */
const dropItem: Mutation = (data, dice) => {
  const isItem = (slot: Slot) => Array.isArray(slot.holder) && slot.holder.length > 1;
  const slot = pickSlot(
    data,
    dice,
    (known) => isItem(known) || (known.path.length === 2 && isHolder(valueAt(known))),
  );
  if (slot) take(slot);
};

const repeatItem: Mutation = (data, dice) => {
  const slot = pickSlot(data, dice, (known) => Array.isArray(known.holder));
  if (slot && Array.isArray(slot.holder)) slot.holder.push(structuredClone(valueAt(slot)));
};

const insult: Mutation = (data, dice) => {
  const slot = pickSlot(data, dice, isText);
  if (slot) put(slot, dice.pick(hostileStrings));
};

const retype: Mutation = (data, dice) => {
  const slot = pickSlot(data, dice, () => true);
  const others: readonly Data[] = [null, true, 0, -1, 1e9, 0.5, "", "x", [], {}, [[]], { x: 1 }];
  if (slot) put(slot, structuredClone(dice.pick(others)));
};

const mistype: Mutation = (data, dice) => {
  const slot = pickSlot(data, dice, (known) => !Array.isArray(known.holder));
  if (!slot || Array.isArray(slot.holder)) return;
  const key = String(slot.key);
  const cut = dice.whole(key.length);
  const value = valueAt(slot);
  take(slot);
  slot.holder[dice.chance(0.5) ? key.slice(0, cut) + key.slice(cut + 1) : `${key}x`] = value;
};

const meaningful: readonly Mutation[] = [borrow, retarget, setLegal, copyEntry, relink, repeatItem, dropItem];
const brutal: readonly Mutation[] = [insult, retype, mistype, dropEntry];

/** A copy of a manifest with one to four changes; most of them leave something that the schema still accepts. */
export function mutateData(data: Data, dice: Dice): Data {
  const copy = structuredClone(data);
  const mutations = dice.chance(0.88) ? meaningful : brutal;
  for (let count = 1 + dice.whole(4); count > 0; count--) dice.pick(mutations)(copy, dice);
  return copy;
}

/** Bytes of which one is another; often no UTF-8 any more. */
export function mutateBytes(bytes: Uint8Array, dice: Dice): Uint8Array {
  const copy = Uint8Array.from(bytes);
  if (copy.length > 0) copy[dice.whole(copy.length)] = dice.pick([0x00, 0x1b, 0x7f, 0x80, 0xc3, 0xff]);
  return copy;
}

/** A text with characters, lines or pieces of itself changed; what comes out is seldom YAML. */
export function mutateText(text: string, dice: Dice): string {
  const lines = text.split("\n");
  const at = dice.whole(lines.length);
  const position = dice.whole(text.length + 1);
  switch (dice.whole(5)) {
    case 0:
      return text.slice(0, position) + dice.pick(hostileStrings) + text.slice(position);
    case 1:
      return text.slice(0, position) + text.slice(position + 1 + dice.whole(20));
    case 2:
      return [...lines.slice(0, at), lines[dice.whole(lines.length)], ...lines.slice(at)].join("\n");
    case 3:
      return lines.map((line, index) => (index === at ? ` ${line}` : line)).join("\n");
    default:
      return text.slice(0, position);
  }
}
