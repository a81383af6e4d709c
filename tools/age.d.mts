/** Path of an `age`. Throws an error that says what to do where there is none. */
export function findAge(): Promise<string>;
