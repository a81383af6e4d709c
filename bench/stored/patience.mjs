/** Asks again and again until the answer is true; throws where it is not in time. */
export async function until(condition, seconds, what) {
  const end = performance.now() + seconds * 1_000;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`${what}: not within ${seconds} s`);
    await pause(50);
  }
}

/** Waits for a promise, but not longer than that; throws then. */
export async function within(promise, seconds, what) {
  let timer;
  const late = new Promise((_, fail) => {
    timer = setTimeout(() => fail(new Error(`${what}: not within ${seconds} s`)), seconds * 1_000);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits. */
export function pause(milliseconds) {
  return new Promise((done) => setTimeout(done, milliseconds));
}
