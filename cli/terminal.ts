/** Where text goes. */
export interface Output {
  write(text: string): void;
  readonly isTerminal: boolean;
  /** How much fits on a terminal's screen now. */
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
}

/** Where somebody can answer. */
export interface Input {
  readonly isTerminal: boolean;
  /** The next line, without its end; `undefined` where there is none: the input ended, as at Ctrl-D, or `stop` came. */
  line(stop: AbortSignal): Promise<string | undefined>;
}

/** What a command sees of the process that it runs in; tests hand in their own. */
export interface Terminal {
  /** Results. */
  readonly out: Output;
  /** Progress and errors. */
  readonly err: Output;
  readonly input: Input;
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Aborted when the user interrupts. Until a command first asks for it, an interruption simply ends the process. */
  interruption(): AbortSignal;
  /** Whether the user interrupted. */
  interrupted(): boolean;
}

/** Whether to colour what is written to `output`: terminals only, and `NO_COLOR` and `CI` say no. */
export function wantsColor(terminal: Terminal, output: Output, asked: boolean): boolean {
  const { NO_COLOR, CI, TERM } = terminal.environment;
  return asked && output.isTerminal && !NO_COLOR && !CI && TERM !== "dumb";
}
