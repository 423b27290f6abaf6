import type { LoadJob, LoadResult } from './load-job.ts';
import { runLoad } from './run-load.ts';
import { runUpload } from './run-upload.ts';
import type { UploadJob, UploadResult } from './upload-job.ts';

/** What the parent asks; several loads may run at once. */
export type LoadRequest = { readonly id: number } & ({ readonly job: LoadJob } | { readonly upload: UploadJob });

/** What the parent is told. */
export type LoadReply = { readonly id: number } & (
  { readonly result: LoadResult } | { readonly uploaded: UploadResult } | { readonly error: string }
);

// The process of the load generator: apart from Bourse and from the benchmark, so that its work is not counted as theirs.
process.on('message', (message) => {
  void answer(message as LoadRequest);
});
process.on('disconnect', () => process.exit(0));

async function answer(request: LoadRequest): Promise<void> {
  const { id } = request;
  try {
    if ('job' in request) reply({ id, result: await runLoad(request.job) });
    else reply({ id, uploaded: await runUpload(request.upload) });
  } catch (error) {
    reply({ id, error: String(error) });
  }
}

function reply(message: LoadReply): void {
  process.send?.(message);
}
