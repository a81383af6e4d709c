import { defineCode } from "../code.ts";

/** What a file is to a manifest: decides what may stand in it, and who named it. */
export type FileRole = "root" | "included" | "overlay" | "rows";

/** A manifest, overlay or list of rows that is not there. */
export const fileMissing = defineCode({
  code: "MESH1001",
  severity: "error",
  title: "a missing file",
  message: (p: { readonly file: string; readonly role: FileRole }) => {
    if (p.role === "root") return `there is no manifest "${p.file}"`;
    return `there is no file "${p.file}"${p.role === "overlay" ? ", the overlay of the command line" : ""}`;
  },
  help: (p) => missingHelp[p.role],
});

const inManifest = "Check the path; paths in a manifest are relative to the file in which they are written.";

const missingHelp: Readonly<Record<FileRole, string>> = {
  root: "Name the manifest, or the folder that holds it, by PATH or `-m PATH`; `meshc init` writes a new one.",
  overlay: "Check what `--overlay` names; it is relative to the current folder, not to the manifest.",
  included: inManifest,
  rows: inManifest,
};

/** A folder, socket, pipe or device where a file is expected. */
export const notAFile = defineCode({
  code: "MESH1002",
  severity: "error",
  title: "something that is not a file",
  message: (p: { readonly file: string; readonly what: string }) =>
    `"${p.file}" is a ${p.what}, not a regular file`,
  help: () => "Name a regular file.",
});

/** A file that the operating system does not let us read. */
export const fileUnreadable = defineCode({
  code: "MESH1003",
  severity: "error",
  title: "a file that cannot be read",
  message: (p: { readonly file: string; readonly reason: string }) =>
    `"${p.file}" cannot be read: ${p.reason}`,
  help: () => "Check the file's permissions and the disk that it is on.",
});

/** A path that leads out of the folder of the root file. */
export const fileOutside = defineCode({
  code: "MESH1004",
  severity: "error",
  title: "a file outside the manifest's folder",
  message: (p: { readonly file: string }) => `"${p.file}" leads out of the folder of the root file`,
  help: () => "Move the file into that folder; symbolic links may not lead out of it either.",
});

/** One file beyond the limit. */
export const fileTooLarge = defineCode({
  code: "MESH1005",
  severity: "error",
  title: "a file that is too large",
  message: (p: { readonly file: string; readonly limitMiB: number }) =>
    `"${p.file}" is larger than ${p.limitMiB} MiB, the most that one file may have`,
  help: () => "Split it and `include` the parts; entries that are much alike can be one entry with `each`.",
});

/** All files together beyond the limit. */
export const filesTooLarge = defineCode({
  code: "MESH1006",
  severity: "error",
  title: "files that are too large together",
  message: (p: { readonly file: string; readonly limitMiB: number }) =>
    `with "${p.file}" the manifest's files are larger than ${p.limitMiB} MiB together`,
  help: () => "Write entries that are much alike as one entry with `each`, or divide the mesh.",
});

/** Bytes that are no UTF-8. */
export const notUtf8 = defineCode({
  code: "MESH1007",
  severity: "error",
  title: "a file that is not UTF-8",
  message: (p: { readonly file: string }) => `"${p.file}" is not UTF-8 from here on`,
  help: () => "Save the file as UTF-8.",
});

/** A control character, a byte order mark inside the text, half of a surrogate pair, or a non-character. */
export const forbiddenCharacter = defineCode({
  code: "MESH1008",
  severity: "error",
  title: "a character that no manifest may hold",
  message: (p: { readonly codePoint: number }) =>
    `the character U+${p.codePoint.toString(16).toUpperCase().padStart(4, "0")} may not stand in a manifest, neither as it is nor as an escape`,
  help: () => "Remove it; of the control characters only line ends and tabs are allowed.",
});

/** A map or list beyond the limit. */
export const tooManyEntries = defineCode({
  code: "MESH1009",
  severity: "error",
  title: "too many entries",
  message: (p: { readonly limit: number }) => `more than ${p.limit} entries in one map or list`,
  help: () => "Divide the mesh into several.",
});

/** Nesting beyond the limit. */
export const tooDeep = defineCode({
  code: "MESH1010",
  severity: "error",
  title: "nesting that is too deep",
  message: (p: { readonly limit: number }) => `maps and lists are nested more than ${p.limit} deep`,
  help: () => "Nothing in a manifest needs to be nested that deep; check the brackets and the indentation.",
});

/** Aliases that stand for too much. */
export const aliasesTooLarge = defineCode({
  code: "MESH1011",
  severity: "error",
  title: "aliases that stand for too much",
  message: (p: { readonly limit: number }) =>
    `the aliases of this file stand for more than ${p.limit} values`,
  help: () => "Use `defaults` or `each` for what repeats.",
});

/** More values than the compiler takes in. */
export const tooManyValues = defineCode({
  code: "MESH1012",
  severity: "error",
  title: "too many values",
  message: (p: { readonly limit: number }) =>
    `the manifest holds more than ${p.limit} values, expansions of \`each\` included`,
  help: () => "Divide the mesh into several.",
});

/** What the YAML parser refuses. */
export const yamlSyntax = defineCode({
  code: "MESH1101",
  severity: "error",
  title: "text that is not YAML",
  message: (p: { readonly reason: string }) => `this is not valid YAML: ${p.reason}`,
  help: () => "Check the indentation, quotes and brackets here and in the line above.",
});

/** `%YAML` and other directives, which could change how the rest is read. */
export const yamlDirective = defineCode({
  code: "MESH1102",
  severity: "error",
  title: "a YAML directive",
  message: (p: { readonly directive: string }) => `the directive "${p.directive}" is not allowed`,
  help: () => "Remove the line: manifests are YAML 1.2 with its core schema, always.",
});

/** `!tag`. */
export const yamlTag = defineCode({
  code: "MESH1103",
  severity: "error",
  title: "a YAML tag",
  message: (p: { readonly tag: string }) => `the tag "${p.tag}" is not allowed`,
  help: () => "Remove it; quote the value to make it a string.",
});

/** `<<`. */
export const yamlMergeKey = defineCode({
  code: "MESH1104",
  severity: "error",
  title: "a merge key",
  message: () => "merge keys (`<<`) are not part of YAML 1.2",
  help: () => "Use `defaults` or `each` for what repeats.",
});

/** A second document in one file. */
export const yamlDocuments = defineCode({
  code: "MESH1105",
  severity: "error",
  title: "several documents in one file",
  message: () => "a second YAML document begins here",
  help: () => "Put it into a file of its own and `include` that.",
});

/** A key that is a map, a list, an alias or nothing. */
export const yamlKey = defineCode({
  code: "MESH1106",
  severity: "error",
  title: "a key that is not text",
  message: () => "the key of an entry has to be plain text",
  help: () => "Write a word; text with special characters needs quotes.",
});

/** Keys that JavaScript gives a meaning of its own. */
export const reservedKey = defineCode({
  code: "MESH1107",
  severity: "error",
  title: "a reserved key",
  message: (p: { readonly key: string }) => `"${p.key}" may not be used as a key`,
  help: () => "Choose another name.",
});

/** The same key twice in one map. */
export const duplicateKey = defineCode({
  code: "MESH1108",
  severity: "error",
  title: "a key given twice",
  message: (p: { readonly key: string }) => `the key "${p.key}" is given twice in one map`,
  help: () => "Remove one of the two, or put what both hold under one.",
});

/** An alias without an anchor before it. */
export const unknownAlias = defineCode({
  code: "MESH1109",
  severity: "error",
  title: "an alias of nothing",
  message: (p: { readonly alias: string }) => `no value before this one is marked with &${p.alias}`,
  help: () =>
    "An alias stands for a value that is complete and marked with an anchor earlier in the same file.",
});

/** A number that would not keep its value. */
export const inexactNumber = defineCode({
  code: "MESH1110",
  severity: "error",
  title: "a number that would change",
  message: (p: { readonly written: string }) => `${p.written} cannot be kept exactly as a number`,
  help: () => "Quote it if it is meant as text.",
});

/** A file that holds something else than expected. */
export const unexpectedShape = defineCode({
  code: "MESH1111",
  severity: "error",
  title: "something else than expected",
  message: (p: { readonly what: string; readonly expected: string; readonly found: string }) =>
    `${p.what} has to be ${p.expected}, and this is ${p.found}`,
  help: (p) => `Write ${p.expected}.`,
});

/** A file without `apiVersion`. */
export const apiVersionMissing = defineCode({
  code: "MESH1112",
  severity: "error",
  title: "a file without apiVersion",
  message: (p: { readonly file: string }) => `"${p.file}" does not say its \`apiVersion\``,
  help: () => "Write `apiVersion: meshc/v1` at the top; every file of a manifest needs it.",
});

/** An `apiVersion` of another time or tool. */
export const apiVersionUnknown = defineCode({
  code: "MESH1113",
  severity: "error",
  title: "an unknown apiVersion",
  message: (p: { readonly version: string }) => `this meshc does not know \`apiVersion: ${p.version}\``,
  help: () => "Write `apiVersion: meshc/v1`, or use a meshc that knows that version.",
});

/** A key of the root file in another one. */
export const rootOnly = defineCode({
  code: "MESH1114",
  severity: "error",
  title: "a key that belongs into the root file",
  message: (p: { readonly key: string; readonly file: string }) =>
    `\`${p.key}\` may stand in the root file only, not in "${p.file}"`,
  help: (p) => `Move \`${p.key}\` into the root file.`,
});

/** A path or glob of `include` that cannot be one. */
export const includePattern = defineCode({
  code: "MESH1115",
  severity: "error",
  title: "an include that is no relative path",
  message: (p: { readonly pattern: string; readonly why: string }) =>
    `"${p.pattern}" cannot be included: ${p.why}`,
  help: () =>
    "Write a path relative to this file, with `/`; `*` and `?` stand for parts of a name, `**` for any folders.",
});

/** An include that finds nothing. */
export const includeMissing = defineCode({
  code: "MESH1116",
  severity: "error",
  title: "an include that finds nothing",
  message: (p: { readonly pattern: string }) => `no file matches "${p.pattern}"`,
  help: () => "Check the path; it is relative to the file in which it is written.",
});

/** Files that include each other in a circle. */
export const includeCycle = defineCode({
  code: "MESH1117",
  severity: "error",
  title: "files that include each other",
  message: (p: { readonly chain: readonly string[] }) =>
    `these files include each other: ${p.chain.join(" -> ")}`,
  help: () => "Remove one of these includes; each file has to be included by files nearer to the root only.",
});

/** One name in two files. */
export const definedTwice = defineCode({
  code: "MESH1118",
  severity: "error",
  title: "a name defined twice",
  message: (p: { readonly what: string }) => `${p.what} is defined in two files`,
  help: () => "Remove or rename one of the two. To change an entry from outside, use `--overlay`.",
});

/** `include` in an overlay. */
export const includeInOverlay = defineCode({
  code: "MESH1119",
  severity: "error",
  title: "an include in an overlay",
  message: () => "an overlay cannot include files",
  help: () => "Give each of the files as an overlay of its own.",
});

/** `$(key)` of a key that the row does not have. */
export const unknownPlaceholder = defineCode({
  code: "MESH1120",
  severity: "error",
  title: "a placeholder that the row does not fill",
  message: (p: { readonly key: string; readonly suggestion?: string }) =>
    `the row has no "${p.key}" for \`$(${p.key})\`${p.suggestion ? `; did you mean "${p.suggestion}"?` : ""}`,
  help: () => "Add the key to every row of `each`, or correct the placeholder. `$$(` stands for `$(` itself.",
});

/** A list or map in the middle of a string. */
export const placeholderNotText = defineCode({
  code: "MESH1121",
  severity: "error",
  title: "a placeholder that is no text",
  message: (p: { readonly key: string; readonly found: string }) =>
    `\`$(${p.key})\` is part of a longer text, and its value in the row is ${p.found}`,
  help: () =>
    "Give the row a string, number or boolean; only a string that is nothing but the placeholder takes any value.",
});

/** Two rows, or two templates, that expand to one name. */
export const expandedTwice = defineCode({
  code: "MESH1122",
  severity: "error",
  title: "two expansions of one name",
  message: (p: { readonly name: string }) => `two expansions of \`each\` are called "${p.name}"`,
  help: () => "Let the name hold a placeholder that differs from row to row.",
});

/** `each` where nothing is repeated. */
export const eachNotAllowed = defineCode({
  code: "MESH1123",
  severity: "error",
  title: "each where nothing is repeated",
  message: (p: { readonly section: string }) => `an entry of \`${p.section}\` cannot have \`each\``,
  help: () => "Only environments, brokers, applications and links can be repeated.",
});

/** A section of `defaults` that does not exist. */
export const unknownDefaults = defineCode({
  code: "MESH1124",
  severity: "error",
  title: "defaults of something that has none",
  message: (p: { readonly section: string; readonly suggestion?: string }) =>
    `there are no defaults for \`${p.section}\`${p.suggestion ? `; did you mean \`${p.suggestion}\`?` : ""}`,
  help: () => "Defaults can be given for environments, brokers, domains and applications.",
});

/** A file that cannot be printed anew without changing what it says. */
export const unformattable = defineCode({
  code: "MESH1125",
  severity: "error",
  title: "a file that cannot be formatted",
  message: () => "this cannot be laid out anew without changing what it says",
  help: () =>
    "Write it in another style, in double quotes for example, and format again; the file is left as it is.",
});

/** `null` for an entry that is not there. RFC 7396 takes it for done; a name that was misspelt is taken for done too. */
export const deletesNothing = defineCode({
  code: "MESH1126",
  severity: "warning",
  title: "an overlay that deletes nothing",
  message: (p: { readonly what: string; readonly suggestion?: string }) =>
    `${p.what} is not there to be deleted${p.suggestion ? `; did you mean "${p.suggestion}"?` : ""}`,
  help: () =>
    "Check the name, or remove the line. An overlay is laid over before `each` expands: leave an expansion out by leaving out its row.",
});
