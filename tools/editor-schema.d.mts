/** The language as one JSON Schema for editors, which see files before they are merged. */
export declare function editorSchema(): object;
