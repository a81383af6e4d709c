import { expect, test } from "vitest";
import * as credentials from "../../deploy/credentials/codes.ts";
import * as shared from "../../deploy/codes.ts";
import * as operators from "../../deploy/operators/codes.ts";
import * as rotate from "../../deploy/rotate/codes.ts";
import * as provision from "../../deploy/up/provision-codes.ts";

const at = {
  instance: "core-0",
  broker: "core",
  why: "",
  log: [],
  seconds: 1,
  identity: "",
  at: "",
  what: [],
};

/** What is said to do about a fault of what `up` and `apply` share. */
function helps(command: "meshc up" | "meshc apply"): readonly string[] {
  const by = { command, shown: command === "meshc up" ? ".meshc/up" : ".meshc/run" };
  const told = { ...at, command, by };
  return [
    shared.instanceFailed.help(told),
    shared.instanceUnhealthy.help(told),
    shared.reloadRefused.help(told),
    shared.brokerUnreachable.help(told),
    provision.eventsWithheld.help({ ...told, what: "" }),
    provision.serversHold.help({ ...told, what: "" }),
    provision.notProvisioned.help(told),
    provision.nothingCopied.help({ ...told, why: [] }),
    credentials.noCredentials.help({ ...told, of: "" }),
    rotate.oldKeyStaysIn.help({ ...told, identities: [] }),
    rotate.noSuchIdentity.help({ ...told, name: "", suggestion: undefined }),
    rotate.revocationUnfinished.help(told),
    operators.operatorNeedsUp.help(told),
  ];
}

test("a fault of what `up` and `apply` share names the command that was run, and where that one keeps its logs", () => {
  for (const help of helps("meshc up")) expect(help).toContain("`meshc up`");
  for (const help of helps("meshc apply")) {
    expect(help).toContain("`meshc apply`");
    expect(help).not.toMatch(/meshc up|\.meshc\/up/);
  }
  expect(helps("meshc apply").filter((help) => help.includes("`.meshc/run`"))).toHaveLength(2);
});
