/** The text of a file, and where its bytes stop being UTF-8, if they do. */
export interface Decoded {
  /** Without a leading byte order mark; bytes that are no UTF-8 are U+FFFD. */
  readonly text: string;
  /** UTF-16 offset in `text` of the first bytes that are no UTF-8. */
  readonly invalidAt?: number;
}

/** Decodes UTF-8 strictly. UTF-16 and other encodings show as invalid UTF-8 or as NUL characters. */
export function decode(bytes: Uint8Array): Decoded {
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    const valid = bytes.subarray(0, validLength(bytes));
    return { text: new TextDecoder().decode(bytes), invalidAt: new TextDecoder().decode(valid).length };
  }
}

/** How many of the bytes are UTF-8, found by halving since only the decoder knows and it does not tell. */
function validLength(bytes: Uint8Array): number {
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (isValidPrefix(bytes.subarray(0, middle))) low = middle;
    else high = middle - 1;
  }
  while (low > 0 && !isComplete(bytes.subarray(0, low))) low--;
  return low;
}

function isValidPrefix(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function isComplete(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
