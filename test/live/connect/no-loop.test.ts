import { expect, test } from "vitest";
import { eachHearsOnce } from "../../mosquitto/each-hears-once.ts";
import { topologyOfText } from "../../mosquitto/lowered.ts";
import { plantsAroundHubs } from "../../mosquitto/plants-around-hubs.ts";
import { toldApart } from "../../mosquitto/told-apart.ts";

test.each(plantsAroundHubs)(
  "around %s each stored event comes to each reader exactly once, over links that processes carry",
  { timeout: 120_000 },
  async (_, sites) => {
    const manifest = toldApart(sites, { delivery: "at-least-once" });
    const { links } = topologyOfText(manifest);
    expect(links.some(({ kind }) => kind.name === "connect")).toBe(true);
    await eachHearsOnce(sites, manifest);
  },
);
