/** A copy is made once, so that what was one object is one object again. */
export function once<T extends object>(copy: (one: T) => T): (one: T) => T {
  const made = new Map<T, T>();
  return (one) => {
    const known = made.get(one) ?? copy(one);
    made.set(one, known);
    return known;
  };
}
