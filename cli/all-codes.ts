import type { Code } from "../compiler/diagnostics/code.ts";
import { compilerCodes } from "../compiler/diagnostics/registry.ts";
import * as applyCodes from "../deploy/apply/codes.ts";
import * as deployCodes from "../deploy/codes.ts";
import * as certificateCodes from "../deploy/certificates/codes.ts";
import * as choiceCodes from "../deploy/choice/codes.ts";
import * as credentialCodes from "../deploy/credentials/codes.ts";
import * as encryptionCodes from "../deploy/encryption/codes.ts";
import * as outputCodes from "../deploy/output/codes.ts";

import * as operatorCodes from "../deploy/operators/codes.ts";
import * as rotateCodes from "../deploy/rotate/codes.ts";
import * as stateCodes from "../deploy/state/codes.ts";
import * as referenceCodes from "../deploy/references/codes.ts";
import * as provisionCodes from "../deploy/up/provision-codes.ts";
import { engines } from "../targets/engines/index.ts";

/** Every code that a command can report. */
export const allCodes: readonly Code<never>[] = [
  ...compilerCodes,
  ...engines.flatMap(({ diagnostics }) => diagnostics),
  ...[
    deployCodes,
    applyCodes,
    provisionCodes,
    choiceCodes,
    credentialCodes,
    encryptionCodes,
    certificateCodes,
    referenceCodes,
    operatorCodes,
    stateCodes,
    rotateCodes,
    outputCodes,
  ].flatMap((file) => Object.values(file)),
];
