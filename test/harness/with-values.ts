import type { SecretReference } from "../../compiler/model/workload.ts";

/** What a file of an artifact with references holds once each has its value (`targets/platforms/process/print-file.ts`). */
export function withValues(text: string, valueOf: (reference: SecretReference) => string): string {
  return text.replaceAll(/@(?:@|\{(\w+) ([^}]*)\})/g, (_, kind?: string, of?: string) =>
    kind === undefined || of === undefined ? "@" : valueOf({ kind, of } as SecretReference),
  );
}
