const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOENT: "there is no such folder",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  ENAMETOOLONG: "the name is too long",
  EMFILE: "too many files are open",
  EEXIST: "another run is writing here",
  EISDIR: "a folder stands there",
  ENOTDIR: "a file stands where a folder has to be",
  EIO: "the disk reports an error",
};

/** An error of the operating system, with its code and the path that it is about. */
export type SystemError = NodeJS.ErrnoException & { readonly code: string };

/** Whether a thrown value came from a system call; anything else is a fault of ours. */
export function isSystemError(error: unknown): error is SystemError {
  return error instanceof Error && "syscall" in error && "code" in error && typeof error.code === "string";
}

/** An error of the operating system in words. */
export function systemReason(error: SystemError): string {
  return reasons[error.code] ?? error.code;
}
