import type { Json } from "../../compiler/model/json.ts";
import { both, type EffectRow } from "./row.ts";

const engine = "connect";
const base = "a Mosquitto below a hub that stores";

const applications = (patch: Json): Json => ({ applications: patch });

const interrupts = both("INTERRUPTS");

/** What changes of processes that carry links do. */
export const connectRows: readonly EffectRow[] = [
  {
    engine,
    what: "what a link brings down",
    base,
    patch: applications({ board: { subscribe: ["orders.placed", "orders.voided"] } }),
    one: interrupts,
  },
  {
    engine,
    what: "that a link carries up too",
    base,
    patch: applications({
      gauge: { team: "one", broker: "plant", publish: ["orders.paid"] },
      books: { team: "one", broker: "core", subscribe: ["orders.paid"], durable: true },
    }),
    one: interrupts,
  },
  {
    engine,
    what: "an application more at either end",
    base,
    patch: applications({
      more: { team: "one", broker: "plant", subscribe: ["orders.placed"] },
      other: { team: "one", broker: "core", subscribe: ["orders.placed"] },
    }),
    one: both("RELOAD"),
  },
  { engine, what: "its port for operators", base, moves: { plant: "connect" }, one: interrupts },
  { engine, what: "TLS", base, tls: true, one: interrupts },
];
