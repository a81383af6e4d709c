import { expect, test } from "vitest";
import type { Step } from "../../compiler/target.ts";
import { mergedSteps } from "../../deploy/up/merged-steps.ts";

const instance = "core-0";
const rights: Step = {
  kind: "reload",
  instance,
  why: "users.conf changed",
  about: [{ kind: "identity", name: "application.shop" }],
};
const link: Step = {
  kind: "reload",
  instance,
  why: "leafnodes.conf changed",
  about: [{ kind: "link", name: "site.uplink" }],
  interrupts: true,
};
const login: Step = { kind: "reconnect", instance, identity: "link.a", why: "it keeps its rights" };
const port: Step = {
  kind: "restart",
  instance,
  why: "a reload refuses it",
  about: [{ kind: "listener", name: "nats" }],
};

test("steps of one kind are one step about all of their parts, which interrupts where one of them does", () => {
  expect(mergedSteps([rights, link])).toEqual([
    {
      kind: "reload",
      instance,
      why: "users.conf changed; leafnodes.conf changed",
      about: [...(rights.about ?? []), ...(link.about ?? [])],
      interrupts: true,
    },
  ]);
  expect(mergedSteps([rights, rights])).toEqual([rights]);
});

test("whoever has to log in anew does so once, each for itself", () => {
  const other = { ...login, identity: "link.b" };
  expect(mergedSteps([rights, login, other, login])).toEqual([rights, login, other]);
});

test("a restart takes everything else in, and interrupts no more than it does itself", () => {
  expect(mergedSteps([link, { ...login, about: link.about ?? [] }, port])).toEqual([
    { ...port, about: [...(link.about ?? []), ...(port.about ?? [])] },
  ]);
});

test("what is joined to a step about the whole instance is about the whole of it", () => {
  const { about: _, ...whole } = rights;
  expect(mergedSteps([whole, link])[0]?.about).toBeUndefined();
});

test("what is known of a step is as weak as the weakest of those that it stands for", () => {
  expect(mergedSteps([rights, { ...link, basis: "assumed" }])[0]?.basis).toBe("assumed");
  expect(mergedSteps([rights, link])[0]?.basis).toBeUndefined();
});
