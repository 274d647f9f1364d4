/** Waits for a condition that is not in the page. */
export async function until(condition: () => boolean | Promise<boolean>, complaint: string, milliseconds = 20_000): Promise<void> {
  const end = performance.now() + milliseconds;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`${complaint} in ${milliseconds} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
