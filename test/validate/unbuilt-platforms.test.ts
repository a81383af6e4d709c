import { expect, test } from "vitest";
import { compile } from "../../compiler/compile.ts";
import { keySchema } from "../../compiler/validate/key-schema.ts";
import { unbuiltPlatforms } from "../../compiler/validate/unbuilt-platforms.ts";
import { engines } from "../../targets/engines/index.ts";
import { platforms } from "../../targets/platforms/index.ts";
import { expectValid } from "../harness/analyze-text.ts";

const names = keySchema(["environments", "any", "platform"])?.enum ?? [];

test.each(names)("whether %s is listed is whether compile refuses it", (platform) => {
  const manifest = `apiVersion: meshc/v1\nmesh: { name: shop }\nenvironments: { one: { platform: ${platform} } }\n`;
  const { ok } = compile(expectValid(manifest), engines, platforms, []);
  const entry = unbuiltPlatforms.find(({ place }) => place === "environments/*/platform");
  expect(entry?.when?.(platform)).toBe(!ok);
});

test("every place of the list is one of the language", () => {
  const unknown = unbuiltPlatforms.filter(({ place }) => !keySchema(place.split("/")));
  expect(unknown).toEqual([]);
});
