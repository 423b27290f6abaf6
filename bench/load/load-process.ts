import type { LoadJob, LoadResult } from './load-job.ts';
import { runLoad } from './run-load.ts';

/** What the parent asks; several loads may run at once. */
export interface LoadRequest {
  readonly id: number;
  readonly job: LoadJob;
}

/** What the parent is told. */
export type LoadReply = { readonly id: number } & ({ readonly result: LoadResult } | { readonly error: string });

// The process of the load generator: apart from Bourse and from the benchmark, so that its work is not counted as theirs.
process.on('message', (message) => {
  void answer(message as LoadRequest);
});
process.on('disconnect', () => process.exit(0));

async function answer({ id, job }: LoadRequest): Promise<void> {
  reply(
    await runLoad(job).then(
      (result) => ({ id, result }),
      (error: unknown) => ({ id, error: String(error) }),
    ),
  );
}

function reply(message: LoadReply): void {
  process.send?.(message);
}
