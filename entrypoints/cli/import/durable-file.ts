import { open, rename } from 'node:fs/promises';

/** Puts a text in the place of a file, at once and for good: after a crash there is either the old text or the new one. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const unfinished = `${path}.new`;
  const file = await open(unfinished, 'w');
  try {
    await file.writeFile(text);
    await file.datasync();
  } finally {
    await file.close();
  }
  await rename(unfinished, path);
}
