/**
 * Repeats a step that does at most so much at once, until it does less than that or the work was stopped: a long job in short statements.
 * The step answers how much it did.
 */
export async function inParts(most: number, ended: () => boolean, step: () => Promise<number>): Promise<void> {
  let done = most;
  while (done >= most && !ended()) done = await step();
}
