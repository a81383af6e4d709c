const integer = /^[-+]?[0-9]+$/;
const octal = /^0o[0-7]+$/;
const hexadecimal = /^0x[0-9a-fA-F]+$/;
const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const notFinite = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

/**
 * The value of a plain (unquoted) scalar by the core schema of YAML 1.2, chapter 10.3: null, booleans, integers in
 * base 10, 8 (`0o`) and 16 (`0x`), floats; everything else is a string, `yes`, `1_000` and dates among them.
 */
export function resolvePlain(text: string): string | number | boolean | null {
  switch (text) {
    case "":
    case "~":
    case "null":
    case "Null":
    case "NULL":
      return null;
    case "true":
    case "True":
    case "TRUE":
      return true;
    case "false":
    case "False":
    case "FALSE":
      return false;
    default:
      return mayBeNumber(text.charCodeAt(0)) ? resolveNumber(text) : text;
  }
}

/** Digits, signs and the dot: no number begins with anything else, and most strings do. */
function mayBeNumber(first: number): boolean {
  return (first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46;
}

function resolveNumber(text: string): string | number {
  if (integer.test(text) || octal.test(text) || hexadecimal.test(text) || float.test(text))
    return Number(text);
  if (!notFinite.test(text)) return text;
  return text.endsWith("n") || text.endsWith("N") ? NaN : text.startsWith("-") ? -Infinity : Infinity;
}

/** Whether a number kept its value: finite, and no integer beyond 2^53, where doubles begin to leave some out. */
export function isExact(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}
