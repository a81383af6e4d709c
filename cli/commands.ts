import type { CommandSpec } from "./command-spec.ts";
import { applyCommand } from "./commands/apply.command.ts";
import { compileCommand } from "./commands/compile.command.ts";
import { completionCommand } from "./commands/completion.command.ts";
import { credentialsCommand } from "./commands/credentials.command.ts";
import { downCommand } from "./commands/down.command.ts";
import { explainCommand } from "./commands/explain.command.ts";
import { fmtCommand } from "./commands/fmt.command.ts";
import { graphCommand } from "./commands/graph.command.ts";
import { initCommand } from "./commands/init.command.ts";
import { planCommand } from "./commands/plan.command.ts";
import { rotateCommand } from "./commands/rotate.command.ts";
import { stateCommand } from "./commands/state.command.ts";
import { statusCommand } from "./commands/status.command.ts";
import { upCommand } from "./commands/up.command.ts";
import { validateCommand } from "./commands/validate.command.ts";
import { verifyCommand } from "./commands/verify.command.ts";

/** Every command, in the order of the help: from a new manifest to a running mesh. */
export const commands: readonly CommandSpec[] = [
  initCommand,
  validateCommand,
  compileCommand,
  planCommand,
  applyCommand,
  upCommand,
  downCommand,
  verifyCommand,
  statusCommand,
  graphCommand,
  explainCommand,
  fmtCommand,
  credentialsCommand,
  rotateCommand,
  stateCommand,
  completionCommand,
];
