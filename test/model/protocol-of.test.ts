import { expect, test } from "vitest";
import { expectValid } from "../harness/analyze-text.ts";

/** What an application speaks at brokers of a mesh of three, called as given. */
function spoken(names: { readonly nats: string; readonly mosquitto: string }, broker: string): unknown {
  const { topology } = expectValid(
    `apiVersion: meshc/v1
mesh: { name: works }
teams: { one: {} }
environments: { cloud: { platform: local }, plant: { platform: local, dialable: false } }
brokers:
  ${names.nats}: { environment: cloud, engine: nats }
  ${names.mosquitto}: { environment: plant, engine: mosquitto }
domains: { parts: { owner: one, topic: parts, events: { made: {} } } }
applications:
  press: { team: one, broker: ${names.nats}, publish: [parts.made] }
  screen: { team: one, broker: ${broker}, subscribe: [parts.made] }
`,
    { mode: "up" },
  );
  return topology.identities.find(({ name }) => name === "application.screen")?.protocol;
}

// Names whose order is that of the engines, and the other way round.
test.each([
  { nats: "a", mosquitto: "b" },
  { nats: "b", mosquitto: "a" },
])("what is spoken by default hangs on engines and not on what brokers are called: %j", (names) => {
  const { nats, mosquitto } = names;
  expect(spoken(names, nats)).toBe("nats");
  expect(spoken(names, mosquitto)).toBe("mqtt");
  expect(spoken(names, `[${nats}, ${mosquitto}]`)).toBe("mqtt");
  expect(spoken(names, `[${mosquitto}, ${nats}]`)).toBe("mqtt");
  expect(spoken(names, "any")).toBe("nats");
});
