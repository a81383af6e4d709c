/** Colours for one output; without colour each returns its text as it came. */
export interface Paint {
  readonly error: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly good: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
}

/** Paints with the sixteen colours that every terminal has. */
export function paint(color: boolean): Paint {
  const style = (start: number, end: number) => (text: string) =>
    color ? `\u001b[${start}m${text}\u001b[${end}m` : text;
  return {
    error: style(31, 39),
    warning: style(33, 39),
    good: style(32, 39),
    strong: style(1, 22),
    faint: style(2, 22),
  };
}
