/**
 * The machine that a mesh is deployed from or to: all that `deploy/` needs of the world, in one place, so that what
 * it does can be watched and bounded. Paths are absolute.
 */
export interface Host {
  readonly files: HostFiles;
  readonly processes: HostProcesses;
  /** Name of the machine, for people. */
  readonly name: string;
  /** Its operating system, such as `linux`. */
  readonly system: string;
  /** Who runs this process, for people. */
  readonly user: string;
  /** Environment variables. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Unpredictable bytes, good for secrets. */
  readonly randomBytes: (count: number) => Uint8Array;
  /** Whether a process of this machine could listen on a port of 127.0.0.1 now. */
  readonly portIsFree: (port: number) => Promise<boolean>;
  /** Ports that the system gives to nobody by itself: the lowest and the highest. */
  readonly quietPorts: () => Promise<readonly [number, number]>;
  /** The status of an answer to a GET over HTTP within the time; `undefined` where none came. */
  readonly httpStatus: (url: string, milliseconds: number) => Promise<number | undefined>;
  /** The answer to a GET over HTTP or HTTPS; redirects are not followed. Rejects with the system's error, or `TimeoutError`. */
  readonly httpGet: (url: string, options: HttpGet) => Promise<HttpAnswer>;
  /** Sends a request over HTTP or HTTPS; redirects are not followed. Rejects with the system's error, or `TimeoutError`. */
  readonly httpSend: (url: string, request: HttpRequest) => Promise<HttpResponse>;
}

/** What a GET says, and how long it may take. */
export interface HttpGet {
  readonly headers: Readonly<Record<string, string>>;
  /** Certificates, as PEM, of who has to have signed the server's; the system's own where absent. */
  readonly authority?: string;
  readonly milliseconds: number;
}

/** A request with any method and body, and how long it may take. */
export interface HttpRequest extends HttpGet {
  readonly method: "GET" | "PUT" | "DELETE";
  readonly body?: Uint8Array;
  /** What may come back at most. */
  readonly mostBytes: number;
}

/** What came back, whole. */
export interface HttpResponse {
  readonly status: number;
  /** Names in small letters. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

/** What came back, at most 4 MiB of it. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

/** What a file operation needs beside the path. */
export interface WriteOptions {
  /** Permissions of the file; while it is written it is 0600. */
  readonly mode: number;
  /** Keep what stood there before as `<path>.previous`. */
  readonly keepPrevious?: boolean;
}

/** Files and folders. What fails for the system's reasons rejects with the system's error. */
export interface HostFiles {
  /** Bytes of a file, or `undefined` where there is none. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** Size of a file in bytes, `undefined` where there is none; of what is no plain file, it is infinite. */
  size(path: string): Promise<number | undefined>;
  /** The last bytes of a file, at most so many; none where there is no file. */
  readEnd(path: string, count: number): Promise<Uint8Array>;
  /** Permissions of a file, or `undefined` where there is none. */
  mode(path: string): Promise<number | undefined>;
  /**
   * Replaces a file in one step: written beside, synced, read back and compared, renamed, the folder synced. After a
   * crash at any point the old bytes or the new ones stand there, never a part.
   */
  write(path: string, bytes: Uint8Array, options: WriteOptions): Promise<void>;
  /** Creates a file with its whole content in one step (0600); `false` where one stands there already. */
  create(path: string, bytes: Uint8Array): Promise<boolean>;
  /** Makes a folder with those above it where they are new, and gives it this mode in any case. */
  makeFolder(path: string, mode: number): Promise<void>;
  /** Names in a folder, sorted; none where there is no such folder. */
  list(path: string): Promise<readonly string[]>;
  /** Gives a file or folder another name in the same file system; what is not there is no matter. */
  rename(from: string, to: string): Promise<void>;
  /** Removes a file or a whole folder; what is not there is no matter. */
  remove(path: string): Promise<void>;
  /** The path with every symbolic link followed, or as it is where it does not exist. */
  realPath(path: string): Promise<string>;
  isExecutable(path: string): Promise<boolean>;
}

/** Names one run of one process for good, where a number alone would be used again. */
export interface ProcessId {
  readonly pid: number;
  /** Boot, process namespace and start time, such as `<boot id>/<namespace>/<ticks>`. */
  readonly born: string;
}

/** A process as the system shows it. */
export interface RunningProcess extends ProcessId {
  readonly commandLine: readonly string[];
  /** Its working folder and initial environment; absent where the system does not show them to us. */
  readonly folder?: string;
  readonly environment?: ReadonlyMap<string, string>;
}

/** A program to start on its own. */
export interface StartOptions {
  readonly program: string;
  readonly arguments: readonly string[];
  /** Working folder. */
  readonly folder: string;
  /** The whole environment that it sees. */
  readonly environment: Readonly<Record<string, string>>;
  /** File (0600) that both of its outputs are appended to. */
  readonly log: string;
}

/** How a program is run to its end. */
export interface RunOptions {
  /** How long it and whatever it starts may take. */
  readonly milliseconds: number;
  /** The whole environment that it sees. */
  readonly environment: Readonly<Record<string, string>>;
  /** Working folder; ours where absent. */
  readonly folder?: string;
}

/** What a program printed before it ended; it reads nothing. */
export interface ProgramOutput {
  /** Absent where it was ended before it ended by itself. */
  readonly code?: number;
  /** Why it was ended: the time, more output than anybody wants, or a signal of somebody else. */
  readonly endedBy?: "time" | "size" | "signal";
  readonly output: string;
  readonly errors: string;
}

/** Processes of this machine. */
export interface HostProcesses {
  /** Whether processes can be told apart here: their start time, folder and environment. */
  readonly supported: boolean;
  /** This process. */
  self(): Promise<ProcessId>;
  /** A running process; one that has ended but is not yet forgotten (a zombie) counts as none. */
  find(pid: number): Promise<RunningProcess | undefined>;
  /** Every process that the system shows us in full. */
  all(): Promise<readonly RunningProcess[]>;
  /** Whether that very process still runs; `unknown` where it belongs to another namespace of this machine. */
  lives(id: ProcessId): Promise<boolean | "unknown">;
  /** Starts a program in a session of its own, so that it outlives us. Rejects where it cannot be started. */
  start(options: StartOptions): Promise<ProcessId>;
  /** Sends a signal to that very process; `false` where it is gone. */
  signal(id: ProcessId, signal: "SIGHUP" | "SIGTERM" | "SIGKILL"): Promise<boolean>;
  /** Runs a program to its end. Rejects where it cannot be started. */
  run(program: string, args: readonly string[], options: RunOptions): Promise<ProgramOutput>;
}
