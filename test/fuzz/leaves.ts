/** Plain data as a manifest holds it. */
export type Data = string | number | boolean | null | Data[] | { [key: string]: Data };

/** A place in plain data that can be changed: the thing that holds a value, and where in it. */
export interface Slot {
  readonly holder: Data[] | { [key: string]: Data };
  readonly key: string | number;
  /** Keys from the root. */
  readonly path: readonly (string | number)[];
}

/** Every place below a value, parents before what they hold. */
export function slotsOf(data: Data): readonly Slot[] {
  const slots: Slot[] = [];
  collect(data, [], slots);
  return slots;
}

function collect(data: Data, path: readonly (string | number)[], slots: Slot[]): void {
  if (data === null || typeof data !== "object") return;
  const keys = Array.isArray(data) ? [...data.keys()] : Object.keys(data);
  for (const key of keys) {
    slots.push({ holder: data, key, path: [...path, key] });
    collect(valueAt({ holder: data, key, path }), [...path, key], slots);
  }
}

/** The value of a place. */
export function valueAt({ holder, key }: Slot): Data {
  const value = (holder as { [key: string]: Data })[key];
  return value === undefined ? null : value;
}

/** Puts a value into a place. */
export function put({ holder, key }: Slot, value: Data): void {
  (holder as { [key: string]: Data })[key] = value;
}

/** Takes a place away. */
export function take({ holder, key }: Slot): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
}
