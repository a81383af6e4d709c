import type { Environment } from "../../compiler/model/mesh.ts";
import type { ProgramOutput } from "../host/host.ts";
import { askProgram } from "./ask-program.ts";
import { type Found, whenFound } from "./found.ts";
import { mapOf, parseJson } from "./parse-json.ts";
import type { Reading } from "./reading.ts";

/** `pulumi:KEY`: a configuration value of the environment's stack, of the project in the manifest's folder or above it. */
export async function readPulumi(
  reading: Reading,
  { name, pulumi }: Pick<Environment, "name" | "pulumi">,
  key: string,
): Promise<Found> {
  const stack = pulumi?.stack ?? name;
  const asked = {
    program: "pulumi",
    arguments: ["config", "get", "--json", "--non-interactive", `--stack=${stack}`, "--", key],
    environment: {
      PULUMI_SKIP_UPDATE_CHECK: "true",
      ...(pulumi?.backend !== undefined && { PULUMI_BACKEND_URL: pulumi.backend }),
    },
    install: "Install pulumi (pulumi.com/docs/install) and put it on the PATH.",
    slow: "Look whether Pulumi's backend and secrets provider can be reached.",
  };
  const found = await askProgram(reading, asked, (ended) => explain(stack, key, ended));
  return whenFound(found, (text) =>
    whenFound(parseJson(text, "pulumi"), (answer) => {
      const { value } = mapOf(answer);
      if (typeof value === "string") return { value };
      return { why: `what stack "${stack}" holds at "${key}" is no text`, fix: "Refer to a text." };
    }),
  );
}

/** What pulumi says of a failure, and what that means. */
function explain(stack: string, key: string, { code, errors }: ProgramOutput): Found<never> {
  const set = `pulumi config set --secret --stack ${stack}`;
  const reasons: readonly (readonly [said: RegExp, why: string, fix: string])[] = [
    [/configuration key .* not found/, `stack "${stack}" has no key "${key}"`, `Set it: \`${set} ${key}\`.`],
    [/no stack named|stack .* not found/, `there is no stack "${stack}"`, stackFix],
    [
      /no Pulumi\.yaml project file/,
      "there is no Pulumi project in the manifest's folder or above",
      projectFix,
    ],
    [/passphrase/, "the passphrase of the stack is missing or wrong", passphraseFix],
    [/not logged in|PULUMI_ACCESS_TOKEN|login/, "pulumi is not logged in to the stack's backend", loginFix],
  ];
  const known = reasons.find(([said]) => said.test(errors));
  if (known) return { why: known[1], fix: known[2] };
  const fix = `Look what \`pulumi config get ${key} --stack ${stack}\` says.`;
  return { why: `pulumi ended with ${code ?? "a signal"}`, fix };
}

const stackFix = "Make it by `pulumi stack init`, or name another by the environment's `pulumi.stack`.";
const projectFix = "Put the manifest beside the project's Pulumi.yaml, or below it.";
const passphraseFix = "Set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE for this command.";
const loginFix = "Run `pulumi login`, or name the backend by the environment's `pulumi.backend`.";
