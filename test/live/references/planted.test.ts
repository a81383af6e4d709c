import { test } from "vitest";
import { huntThrough } from "../../references/hunt.ts";
import { ownFolder } from "../../references/resolve.ts";

test(
  "thirty values of all kinds are found nowhere else, whatever meshc does",
  { timeout: 900_000 },
  async () => {
    await huntThrough(ownFolder(), ["env", "file", "sops", "vault", "k8s", "pulumi"]);
  },
);
