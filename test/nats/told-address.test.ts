import { expect, test } from "vitest";
import type { Addressing } from "../../compiler/model/address.ts";
import { toldAddress } from "../../targets/engines/nats/told-address.ts";

const at = (inside: string, outside: string): Addressing => ({
  bind: () => ({ host: "0.0.0.0", port: 1 }),
  namesOf: () => [],
  dial: (_, __, environment) => ({ host: environment === "centre" ? inside : outside, port: 7422 }),
});

const rows = [
  { of: "2.14", dialed: at("10.0.0.5", "10.0.0.5"), told: undefined, why: "tells its own by itself" },
  { of: "2.15", dialed: at("10.0.0.5", "10.0.0.5"), told: "10.0.0.5", why: "has one address" },
  {
    of: "2.15",
    dialed: at("10.0.0.5", "core.example"),
    told: "core.example",
    why: "has another from outside",
  },
  { of: "2.15", dialed: at("", ""), told: undefined, why: "declares none" },
];

test.each(rows)("a server of $of that $why tells leaves the address $told", ({ of, dialed, told }) => {
  expect(toldAddress("core-0", of, dialed)?.host).toBe(told);
});
