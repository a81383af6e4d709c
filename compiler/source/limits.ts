/** How much input is taken in. What is beyond is a diagnostic, found before it can exhaust time or memory. */
export const limits = {
  /** Bytes of one file: 64 MiB. */
  fileBytes: 64 * 1024 * 1024,
  /** Bytes of all files of one manifest: 256 MiB. */
  totalBytes: 256 * 1024 * 1024,
  /** Entries of one map, items of one list. */
  entries: 200_000,
  /** Maps and lists within each other. */
  depth: 100,
  /** Values that all aliases of one file stand for, each counted with what is in it. */
  aliasValues: 10_000,
  /** Values of one manifest, expansions and inherited defaults included; about 1.5 GB when all are used. */
  values: 4_000_000,
  /** Diagnostics of one file, after which reading it further helps nobody. */
  diagnosticsPerFile: 100,
} as const;
