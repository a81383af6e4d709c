import { test } from "vitest";
import { huntThrough } from "../../references/hunt.ts";
import { ownFolder } from "../../references/resolve.ts";

test(
  "thirty values in variables and files are found nowhere else, whatever meshc does",
  { timeout: 400_000 },
  async () => {
    await huntThrough(ownFolder(), ["env", "file"]);
  },
);
