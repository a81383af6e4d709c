/** What is read beyond a bridge: areas of the hub at the plant, lines of the plant at the hub. */
export interface Wanted {
  readonly areas: readonly string[];
  readonly lines: readonly string[];
  /** Areas whose cancelled orders are read at the plant too; where there are none nobody publishes any. */
  readonly cancelled?: readonly string[];
}

export const areas = ["north", "east", "south", "west"];
export const lines = ["one", "two", "three", "four"];

/** Lists of topics in a row: each differs from the one before, some come back, values and events come and go. */
export const changes: readonly Wanted[] = [
  { areas: ["north", "east"], lines: ["one", "two"] },
  { areas: ["north"], lines: ["one", "two"] },
  { areas: ["north"], lines: ["one", "two", "three"] },
  { areas: ["north", "south"], lines: ["two"] },
  { areas: ["north", "south"], lines: ["two"], cancelled: ["north"] },
  { areas: ["south"], lines: ["two", "four"], cancelled: ["north", "south"] },
  { areas: ["south", "west"], lines: ["two", "four"] },
  { areas, lines },
  { areas: ["north", "east"], lines: ["one", "two"] },
  { areas: ["west"], lines, cancelled: areas },
  { areas, lines: ["four"] },
];

/**
 * A hub of NATS and a plant below it. Both publish the same event, so that exactly what is wanted is listed; one that
 * only the hub publishes is listed as a set around what is wanted.
 */
export function changingList({ areas: of, lines: from, cancelled = [] }: Wanted): string {
  const placed = { placed: { topic: "{area}/placed" } };
  const hasCancelled = cancelled.length > 0;
  return JSON.stringify({
    apiVersion: "meshc/v1",
    mesh: { name: "changing" },
    teams: { one: {} },
    environments: { hub: { platform: "local" }, plant: { platform: "local", dialable: false } },
    brokers: {
      hub: { environment: "hub", engine: "nats" },
      plant: { environment: "plant", engine: "mosquitto" },
    },
    domains: {
      orders: {
        owner: "one",
        topic: "orders",
        events: hasCancelled ? { ...placed, cancelled: { topic: "{area}/cancelled" } } : placed,
      },
    },
    applications: {
      control: {
        team: "one",
        broker: "hub",
        publish: [
          { event: "orders.placed", where: { area: areas } },
          ...(hasCancelled ? ["orders.cancelled"] : []),
        ],
      },
      board: {
        team: "one",
        broker: "hub",
        subscribe: [{ event: "orders.placed", where: { area: from } }],
      },
      gauge: {
        team: "one",
        broker: "plant",
        publish: [{ event: "orders.placed", where: { area: lines } }],
      },
      screen: {
        team: "one",
        broker: "plant",
        subscribe: [
          { event: "orders.placed", where: { area: of } },
          ...(hasCancelled ? [{ event: "orders.cancelled", where: { area: cancelled } }] : []),
        ],
      },
    },
  });
}

/** Subjects that a hub's users hear of what is wanted at the plant. */
export function subjectsOf({ areas: of, cancelled = [] }: Wanted): readonly string[] {
  const around = cancelled.length > 1 ? ["*"] : cancelled;
  const subjects = [
    ...of.map((area) => `orders.${area}.placed`),
    ...around.map((area) => `orders.${area}.cancelled`),
  ];
  return subjects.toSorted();
}
