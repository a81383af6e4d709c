/** A process that was left behind. */
export interface LeftProcess {
  readonly pid: number;
  readonly command: string;
  /** Its working folder. */
  readonly at: string;
}

/** Names in a folder, sorted. */
export function filesLeftIn(folder: string): readonly string[];

/** Processes of Linux that work below a folder, or whose command line names something below it, but for this one. */
export function processesLeftIn(folder: string): readonly LeftProcess[];
