/**
 * A function that works a hash out once for each password. A run asks for it with each instance that lets the identity
 * in and with each time that it looks at a file, and bcrypt takes 1 ms for one.
 */
export function once(hashOf: (password: string) => string): (password: string) => string {
  const known = new Map<string, string>();
  return (password) => {
    const hash = known.get(password) ?? hashOf(password);
    known.set(password, hash);
    return hash;
  };
}
