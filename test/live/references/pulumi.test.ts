import { expect, test } from "vitest";
import { ownFolder, resolveAll } from "../../references/resolve.ts";
import { newStack } from "../../references/stack.ts";

const secret = "glorious-otter-6a90";

test("pulumi tells configuration values of the environment's stack", async () => {
  const folder = ownFolder();
  const stack = await newStack(folder);
  await stack.set("core-key", `${secret}\nsecond line`);
  await stack.set("other:password", "of another project");
  const environment = { PATH: `${stack.programs}:/usr/bin:/bin`, HOME: folder, ...stack.environment };
  const references = ["pulumi:core-key", "pulumi:other:password"];
  const { values, said } = await resolveAll(references, { folder, host: { environment } });
  expect([values, said]).toEqual([[`${secret}\nsecond line`, "of another project"], []]);
  const { PULUMI_BACKEND_URL: _, ...elsewhere } = environment;
  const pulumi = { stack: "centre", backend: stack.backend };
  const named = { name: "site", pulumi };
  const told = await resolveAll(references, { folder, host: { environment: elsewhere }, environment: named });
  expect(told.values).toEqual(values);
});

test("says why pulumi tells nothing, in words of its own", async () => {
  const folder = ownFolder();
  const stack = await newStack(folder);
  await stack.set("core-key", secret);
  const environment = { PATH: `${stack.programs}:/usr/bin:/bin`, HOME: folder, ...stack.environment };
  const said = async (
    reference: string,
    changes: NodeJS.ProcessEnv = {},
    name = "centre",
    where = folder,
  ) => {
    const host = { environment: { ...environment, ...changes } };
    const result = await resolveAll([reference], { folder: where, host, environment: { name } });
    expect([result.values, result.said.join().includes(secret)]).toEqual([undefined, false]);
    return result.said[0]?.replace(/^.*cannot be resolved: /, "");
  };
  expect(await said("pulumi:absent")).toMatch(/^stack "centre" has no key "absent"/);
  expect(await said("pulumi:core-key", {}, "absent")).toMatch(/^there is no stack "absent"/);
  expect(await said("pulumi:core-key", { PULUMI_CONFIG_PASSPHRASE: "wrong" })).toMatch(
    /^the passphrase of the stack/,
  );
  const none = { PULUMI_CONFIG_PASSPHRASE: undefined };
  expect(await said("pulumi:core-key", none)).toMatch(/^the passphrase of the stack/);
  expect(await said("pulumi:core-key", {}, "centre", ownFolder())).toMatch(/^there is no Pulumi project/);
});
