import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { printMain } from "../../targets/engines/nats/print-main.ts";
import { specification } from "../../targets/engines/nats/templates/nats-conf.generated.ts";
import { template } from "../../targets/kit/template.ts";

const main = {
  serverName: "core-0",
  listen: { host: "127.0.0.1", port: 4222 },
  management: { host: "::1", port: 8222 },
  settings: [],
};

test("generated templates are those of the .hbs files", () => {
  expect(execFileSync(process.execPath, ["tools/build-templates.mjs", "--check"], { encoding: "utf8" })).toBe(
    "",
  );
});

test("values are printed as their encoder wrote them", () => {
  const { parts } = printMain({ ...main, settings: [["server_tags", ["<&\"'{{x}}"]]] });
  expect(parts[0]).toContain('server_tags: ["<&\\"\'{{x}}"]\n');
  expect(parts[0]).toContain('http: "[::1]:8222"\n');
});

test("a block that an instance does not need is not there", () => {
  const { parts } = printMain(main);
  expect(String(parts[0]).match(/^[a-z]+ \{$/gm)).toEqual(["accounts {"]);
});

test("a value that is missing is a fault, not an empty place", () => {
  expect(() => template<"nats.conf", object & Record<never, never>>(specification)({})).toThrow();
});
