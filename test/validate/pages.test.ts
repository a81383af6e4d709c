import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as codes from "../../compiler/diagnostics/codes/validate.ts";
import { check } from "./check-text.ts";

const head = "apiVersion: meshc/v1\nmesh: { name: shop }\n";

test.each(Object.values(codes).map(({ code }) => code))(
  "the page of %s fails and is repaired as it says",
  (code) => {
    const page = readFileSync(new URL(`../../docs/diagnostics/${code}.md`, import.meta.url), "utf8");
    const parts = [...page.matchAll(/```yaml\n([^`]*)```/g)].map(
      ([, text]) => check(head + text).diagnostics,
    );
    expect(parts.map((found) => found.map((diagnostic) => diagnostic.code))).toEqual([[code], []]);
  },
);
